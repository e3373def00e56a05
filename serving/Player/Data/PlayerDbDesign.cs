using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace EmoMusic.Serving.Player.Data;

/// <summary>
/// For whoever changes the model: <c>dotnet ef migrations add NAME --project serving --output-dir Player/Data/Migrations</c>,
/// then take the column types out of all three files that it writes, so that they serve PostgreSQL as well.
/// </summary>
internal sealed class PlayerDbDesign : IDesignTimeDbContextFactory<PlayerDb>
{
    public PlayerDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PlayerDb>();
        Database.Use(options, "Data Source=design.db", Path.GetTempPath());
        return new PlayerDb(options.Options);
    }
}
