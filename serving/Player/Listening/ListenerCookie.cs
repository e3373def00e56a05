using EmoMusic.Serving.Player.Data;

namespace EmoMusic.Serving.Player.Listening;

/// <summary>Knows a listener again by a cookie: no name, no account. Somebody new gets one with their first like or play.</summary>
internal static class ListenerCookie
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "listener";

    private static readonly TimeSpan Life = TimeSpan.FromDays(400); // the most that browsers take

    /// <summary>Who asks; null for somebody new, or with a cookie that is none of ours.</summary>
    public static string? Listener(this HttpRequest request) =>
        request.Cookies[Name] is { } id && OpaqueId.Is(id) ? id : null;

    /// <summary>Who asks; somebody new is given a cookie.</summary>
    public static string ListenerOrNew(this HttpContext context)
    {
        if (context.Request.Listener() is { } known)
        {
            return known;
        }

        var id = OpaqueId.New();
        context.Response.Cookies.Append(Name, id, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = Life,
            IsEssential = true,
        });
        return id;
    }

    /// <summary>Takes the cookie away.</summary>
    public static void ForgetListener(this HttpContext context) => context.Response.Cookies.Delete(Name);
}
