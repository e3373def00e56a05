using System.Text;

namespace EmoMusic.Serving.Tests.Fuzz;

/// <summary>Raw requests, most of them malformed.</summary>
internal static class MalformedRequests
{
    private static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get", "G=T"];

    private static readonly string[] Pieces =
    [
        "api", "emotions", "mood", "model", "playlists", "tracks", "stream", "library", "happy", "..", ".", "", "%2e%2e",
        "%2f", "%5c", "%00", "%ff", "%zz", "report", "health", "metrics", "\u00e9", "a b", "~", "*", "{id}", "<script>",
        new string('a', 3000), "?", "#", ";", "=",
    ];

    private static readonly string[] Queries =
    [
        "", "?face=whole", "?face=auto", "?face=", "?face", "?face=1", "?face=whole&face=auto", "?face=%00", "?face=%ff",
        "?&&&=&", "?%", "?face[]=whole", "?a=" + new string('b', 5000), "?face=\u00fc", "??face=whole",
        "?near=", "?near=1,2,3", "?near=1,2,3,4", "?near=-1e300,2,1e300,4", "?near=1,2,NaN,4", "?near=0,0,-1,-1",
    ];

    private static readonly string[] Headers =
    [
        "Content-Type: image/png", "Content-Type: multipart/form-data", "Content-Type: ;;;", "Content-Type: \u0001",
        "Content-Length: -1", "Content-Length: 5, 6", "Content-Length: 99999999999", "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip", "Content-Encoding: gzip", "Range: bytes=5-1", "Range: bytes=0-0,2-3,-1", "Range: bits",
        "If-None-Match: \"", "If-Range: W/\"x\"", "Host: evil.example", "Host:", "Cookie: a=b; \u00e9", "Accept: image/x",
        "Expect: 100-continue", "Expect: 200-ok", "traceparent: 00-zz", "X: " + new string('y', 40_000), "no colon here",
        "Upgrade: websocket", "Connection: upgrade",
    ];

    /// <summary>A random method, path and headers, with a body that may not match them.</summary>
    public static byte[] Next(Random random, string host)
    {
        var text = new StringBuilder();
        text.Append(Methods[random.Next(Methods.Length)]).Append(' ');
        text.Append(random.Next(4) == 0 ? "" : "/api");
        for (var i = random.Next(5); i > 0; i--)
        {
            text.Append('/').Append(Pieces[random.Next(Pieces.Length)]);
        }

        text.Append(Queries[random.Next(Queries.Length)]);
        text.Append(random.Next(30) == 0 ? " HTTP/9\r\n" : " HTTP/1.1\r\n");
        text.Append($"Host: {host}\r\nConnection: close\r\n");
        for (var i = random.Next(3); i > 0; i--)
        {
            text.Append(Headers[random.Next(Headers.Length)]).Append("\r\n");
        }

        text.Append("\r\n").Append(random.Next(3) == 0 ? "5\r\nhello\r\n0\r\n\r\n" : "");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>A form that may be malformed.</summary>
    public static byte[] Form(Random random, string host, byte[] picture)
    {
        var boundary = random.Next(8) switch { 0 => "", 1 => "\"", 2 => new string('b', 300), _ => "edge" };
        var used = random.Next(6) == 0 ? "other" : boundary;
        var disposition = random.Next(6) switch
        {
            0 => "form-data",
            1 => "form-data; name=\"",
            2 => "form-data; name=other",
            3 => new string('x', random.Next(40_000)),
            _ => "form-data; name=\"photo\"; filename=\"../../a.png\"",
        };
        var head = $"--{used}\r\nContent-Disposition: {disposition}\r\n{(random.Next(9) == 0 ? "" : "\r\n")}";
        var tail = random.Next(4) == 0 ? "" : $"\r\n--{used}--\r\n";
        byte[] body = [.. Encoding.Latin1.GetBytes(head), .. picture, .. Encoding.Latin1.GetBytes(tail)];
        var length = random.Next(10) switch { 0 => body.Length + 50, 1 => body.Length / 2, _ => body.Length };
        return [.. Encoding.Latin1.GetBytes(
            $"POST /api/emotions?face=whole HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n"
            + $"Content-Type: multipart/form-data; boundary={boundary}\r\n\r\n"), .. body];
    }
}
