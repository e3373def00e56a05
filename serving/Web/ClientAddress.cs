using System.Net;
using System.Net.Sockets;

namespace EmoMusic.Serving.Web;

/// <summary>Who sent a request.</summary>
internal static class ClientAddress
{
    /// <summary>
    /// The address that it came from: behind a proxy that <see cref="Proxies"/> trusts, the one that the proxy names.
    /// </summary>
    public static string Client(this HttpContext context) => Of(context.Connection.RemoteIpAddress);

    /// <summary>What counts as one client: an IPv4 address, or the 64 bits of an IPv6 address that a site gets.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
