using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmoMusic.Serving.Player.Data.Migrations
{
    /// <inheritdoc />
    public partial class Identity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Tracks_Source_Location",
                table: "Tracks");

            migrationBuilder.AddColumn<string>(
                name: "AudioHash",
                table: "Tracks",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Library",
                table: "Tracks",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "MusicBrainzId",
                table: "Tracks",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "PendingReports",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    Library = table.Column<string>(nullable: false),
                    Order = table.Column<long>(nullable: false),
                    Method = table.Column<string>(nullable: false),
                    Song = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PendingReports", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Tracks_Library_Source_Location",
                table: "Tracks",
                columns: new[] { "Library", "Source", "Location" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PendingReports_Order",
                table: "PendingReports",
                column: "Order");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PendingReports");

            migrationBuilder.DropIndex(
                name: "IX_Tracks_Library_Source_Location",
                table: "Tracks");

            migrationBuilder.DropColumn(
                name: "AudioHash",
                table: "Tracks");

            migrationBuilder.DropColumn(
                name: "Library",
                table: "Tracks");

            migrationBuilder.DropColumn(
                name: "MusicBrainzId",
                table: "Tracks");

            migrationBuilder.CreateIndex(
                name: "IX_Tracks_Source_Location",
                table: "Tracks",
                columns: new[] { "Source", "Location" },
                unique: true);
        }
    }
}
