using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Data;

/// <summary>
/// Tells the tracks of this library from those of others in the same database. A SQLite file has one library, wherever its
/// folder is; in PostgreSQL it is known by <c>Player:LibraryName</c>, else by the folder's path.
/// </summary>
internal sealed class LibraryName(IOptions<PlayerOptions> options, IHostEnvironment host)
{
    /// <summary>The name; empty in a SQLite file.</summary>
    public string Value { get; } = options.Value.LibraryName is { Length: > 0 } name ? name
        : Database.IsPostgreSql(options.Value.Database) ? Path.GetFullPath(options.Value.Library, host.ContentRootPath) : "";
}
