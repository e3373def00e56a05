using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

#nullable disable

namespace EmoMusic.Serving.Player.Data.Migrations
{
    /// <inheritdoc />
    public partial class First : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Likes",
                columns: table => new
                {
                    ListenerId = table.Column<string>(nullable: false),
                    TrackId = table.Column<string>(nullable: false),
                    Since = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Likes", x => new { x.ListenerId, x.TrackId });
                });

            migrationBuilder.CreateTable(
                name: "Listeners",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    Since = table.Column<long>(nullable: false),
                    KeepsHistory = table.Column<bool>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Listeners", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OwnMoods",
                columns: table => new
                {
                    ListenerId = table.Column<string>(nullable: false),
                    TrackId = table.Column<string>(nullable: false),
                    Mood = table.Column<string>(maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OwnMoods", x => new { x.ListenerId, x.TrackId });
                });

            migrationBuilder.CreateTable(
                name: "Plays",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    ListenerId = table.Column<string>(nullable: false),
                    TrackId = table.Column<string>(nullable: false),
                    Mood = table.Column<string>(maxLength: 16, nullable: false),
                    At = table.Column<long>(nullable: false),
                    Seconds = table.Column<double>(nullable: false),
                    Finished = table.Column<bool>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Plays", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Readings",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    ListenerId = table.Column<string>(nullable: false),
                    Mood = table.Column<string>(maxLength: 16, nullable: false),
                    Confidence = table.Column<double>(nullable: true),
                    At = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Readings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Tastes",
                columns: table => new
                {
                    ListenerId = table.Column<string>(nullable: false),
                    Mood = table.Column<string>(maxLength: 16, nullable: false),
                    TrackId = table.Column<string>(nullable: false),
                    Finished = table.Column<double>(nullable: false),
                    Skipped = table.Column<double>(nullable: false),
                    AtPlay = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tastes", x => new { x.ListenerId, x.Mood, x.TrackId });
                });

            migrationBuilder.CreateTable(
                name: "Tracks",
                columns: table => new
                {
                    Id = table.Column<string>(nullable: false),
                    Source = table.Column<string>(maxLength: 16, nullable: false),
                    Location = table.Column<string>(nullable: false),
                    Length = table.Column<long>(nullable: false),
                    Written = table.Column<long>(nullable: false),
                    ContentHash = table.Column<string>(nullable: false),
                    ContentType = table.Column<string>(nullable: false),
                    Described = table.Column<bool>(nullable: false),
                    Playable = table.Column<bool>(nullable: false),
                    Title = table.Column<string>(nullable: false),
                    Artist = table.Column<string>(nullable: true),
                    Album = table.Column<string>(nullable: true),
                    Genre = table.Column<string>(nullable: true),
                    MoodTag = table.Column<string>(nullable: true),
                    Bpm = table.Column<double>(nullable: true),
                    Seconds = table.Column<double>(nullable: true),
                    CoverId = table.Column<string>(nullable: true),
                    HasCover = table.Column<bool>(nullable: false),
                    FolderMood = table.Column<string>(maxLength: 16, nullable: true),
                    ListMood = table.Column<string>(maxLength: 16, nullable: true),
                    Gone = table.Column<bool>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tracks", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Plays_ListenerId_At",
                table: "Plays",
                columns: new[] { "ListenerId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Readings_ListenerId_At",
                table: "Readings",
                columns: new[] { "ListenerId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Tracks_ContentHash",
                table: "Tracks",
                column: "ContentHash");

            migrationBuilder.CreateIndex(
                name: "IX_Tracks_Source_Location",
                table: "Tracks",
                columns: new[] { "Source", "Location" },
                unique: true);

            if (migrationBuilder.ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL")
            {
                DisableListenerStatistics(migrationBuilder);
            }
        }

        // PostgreSQL samples columns for its planner into pg_statistic, where deleted listeners would remain.
        private static void DisableListenerStatistics(MigrationBuilder migrationBuilder)
        {
            foreach (var table in migrationBuilder.Operations.OfType<CreateTableOperation>().Where(each => each.Name != "Tracks").ToList())
            {
                var columns = table.Columns.Select(column => $"ALTER \"{column.Name}\" SET STATISTICS 0");
                migrationBuilder.Sql($"ALTER TABLE \"{table.Name}\" {string.Join(", ", columns)}");
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Likes");

            migrationBuilder.DropTable(
                name: "Listeners");

            migrationBuilder.DropTable(
                name: "OwnMoods");

            migrationBuilder.DropTable(
                name: "Plays");

            migrationBuilder.DropTable(
                name: "Readings");

            migrationBuilder.DropTable(
                name: "Tastes");

            migrationBuilder.DropTable(
                name: "Tracks");
        }
    }
}
