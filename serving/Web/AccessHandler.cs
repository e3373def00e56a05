namespace EmoMusic.Serving.Web;

/// <summary>Opens the door of this program's other role, which has the same password.</summary>
internal sealed class AccessHandler(Access? access = null) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = access?.CreateToken();
        return base.SendAsync(request, cancellationToken);
    }
}
