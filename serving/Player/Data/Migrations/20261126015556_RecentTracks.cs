using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmoMusic.Serving.Player.Data.Migrations
{
    /// <inheritdoc />
    public partial class RecentTracks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "RecentTracks",
                columns: table => new
                {
                    ListenerId = table.Column<string>(nullable: false),
                    TrackId = table.Column<string>(nullable: false),
                    Hour = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecentTracks", x => new { x.ListenerId, x.TrackId });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RecentTracks");
        }
    }
}
