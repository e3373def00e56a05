using EmoMusic.Serving.Player.Data;

namespace EmoMusic.Serving.Player.Listeners;

/// <summary>Identifies a listener by a cookie: no name, no account. The cookie is set with the first like, choice or play.</summary>
internal static class ListenerCookie
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "listener";

    /// <summary>How long browsers keep it: the most that they accept.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(400);

    /// <summary>The listener's id; null without a valid cookie.</summary>
    public static string? ListenerId(this HttpRequest request) =>
        request.Cookies[Name] is { } id && OpaqueId.IsValid(id) ? id : null;

    /// <summary>The listener's id; a new listener gets a cookie.</summary>
    public static string GetOrCreateListenerId(this HttpContext context)
    {
        if (context.Request.ListenerId() is { } known)
        {
            return known;
        }

        var id = OpaqueId.New();
        context.Response.Cookies.Append(Name, id, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = MaxAge,
            IsEssential = true,
        });
        return id;
    }

    /// <summary>Deletes the cookie.</summary>
    public static void DeleteListenerCookie(this HttpContext context) => context.Response.Cookies.Delete(Name);
}
