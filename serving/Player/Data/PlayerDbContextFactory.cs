using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace EmoMusic.Serving.Player.Data;

/// <summary>
/// Used by <c>dotnet ef migrations add NAME --project serving --output-dir Player/Data/Migrations</c>. Afterwards remove
/// the column types from all three generated files, so that they work with PostgreSQL as well.
/// </summary>
internal sealed class PlayerDbContextFactory : IDesignTimeDbContextFactory<PlayerDbContext>
{
    public PlayerDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PlayerDbContext>();
        Database.Configure(options, "Data Source=design.db", Path.GetTempPath());
        return new PlayerDbContext(options.Options);
    }
}
