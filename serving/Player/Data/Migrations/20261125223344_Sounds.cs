using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmoMusic.Serving.Player.Data.Migrations
{
    /// <inheritdoc />
    public partial class Sounds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "ReplayGainDb",
                table: "Tracks",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "ReplayGainPeak",
                table: "Tracks",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Sounds",
                columns: table => new
                {
                    Hash = table.Column<string>(nullable: false),
                    Version = table.Column<int>(nullable: false),
                    Length = table.Column<long>(nullable: false),
                    Written = table.Column<long>(nullable: false),
                    AnalysedAt = table.Column<long>(nullable: false),
                    Failure = table.Column<string>(nullable: true),
                    Attempts = table.Column<int>(nullable: false),
                    RetryAt = table.Column<long>(nullable: true),
                    Valence = table.Column<double>(nullable: false),
                    Arousal = table.Column<double>(nullable: false),
                    Uncertainty = table.Column<double>(nullable: false),
                    Bpm = table.Column<double>(nullable: false),
                    PulseClarity = table.Column<double>(nullable: false),
                    Key = table.Column<string>(nullable: false),
                    IsMajor = table.Column<bool>(nullable: false),
                    Loudness = table.Column<double>(nullable: false),
                    LoudnessRange = table.Column<double>(nullable: false),
                    Peak = table.Column<double>(nullable: false),
                    OnsetRate = table.Column<double>(nullable: false),
                    Brightness = table.Column<double>(nullable: false),
                    Roughness = table.Column<double>(nullable: false),
                    Register = table.Column<double>(nullable: false),
                    Flatness = table.Column<double>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sounds", x => x.Hash);
                });

            // TagLibSharp reads more of tags than ffmpeg did: read them again.
            migrationBuilder.Sql("UPDATE \"Tracks\" SET \"Described\" = false");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Sounds");

            migrationBuilder.DropColumn(
                name: "ReplayGainDb",
                table: "Tracks");

            migrationBuilder.DropColumn(
                name: "ReplayGainPeak",
                table: "Tracks");
        }
    }
}
