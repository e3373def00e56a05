using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmoMusic.Serving.Player.Data.Migrations
{
    /// <inheritdoc />
    public partial class LastSeen : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "LastSeen",
                table: "Listeners",
                nullable: true);

            // Who came back is not known of listeners of earlier versions: all of them did, just now.
            migrationBuilder.Sql($"UPDATE \"Listeners\" SET \"LastSeen\" = {System.DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "LastSeen",
                table: "Listeners");
        }
    }
}
