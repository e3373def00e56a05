using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmoMusic.Serving.Player.Data.Migrations
{
    /// <inheritdoc />
    public partial class Corrections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "AdjustsReadings",
                table: "Listeners",
                nullable: false,
                defaultValue: true);

            migrationBuilder.CreateTable(
                name: "Corrections",
                columns: table => new
                {
                    ListenerId = table.Column<string>(nullable: false),
                    Read = table.Column<string>(maxLength: 16, nullable: false),
                    Said = table.Column<string>(maxLength: 16, nullable: false),
                    Count = table.Column<double>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Corrections", x => new { x.ListenerId, x.Read, x.Said });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Corrections");

            migrationBuilder.DropColumn(
                name: "AdjustsReadings",
                table: "Listeners");
        }
    }
}
