using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EmoMusic.Serving.Web;

/// <summary>
/// A password's hash: PBKDF2 with HMAC-SHA256 and 600,000 iterations, as OWASP's Password Storage Cheat Sheet recommends, in the
/// form <c>pbkdf2-sha256:ITERATIONS:SALT:HASH</c> with salt and hash in base64.
/// </summary>
internal sealed class PasswordHash
{
    private const string Algorithm = "pbkdf2-sha256";
    private const int Iterations = 600_000;
    private const int Bytes = 32;

    private readonly int iterations;
    private readonly byte[] salt;
    private readonly byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) => (this.iterations, this.salt, this.hash) = (iterations, salt, hash);

    /// <summary>Hashes a password with a new salt.</summary>
    public static PasswordHash Of(string password) => Of(password, RandomNumberGenerator.GetBytes(16));

    /// <summary>Hashes a password with a known salt, so that all processes that know both have the same hash.</summary>
    public static PasswordHash Of(string password, byte[] salt) => new(Iterations, salt, Derive(password, salt, Iterations));

    /// <summary>Reads <see cref="ToString"/>'s form; null if the text has another one.</summary>
    public static PasswordHash? Parse(string text)
    {
        if (text.Split(':') is not [Algorithm, var count, var salt, var hash]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < 1 or > 10 * Iterations)
        {
            return null;
        }

        var (saltBytes, hashBytes) = (new byte[salt.Length], new byte[hash.Length]);
        return Convert.TryFromBase64String(salt, saltBytes, out var saltLength)
            && Convert.TryFromBase64String(hash, hashBytes, out var hashLength) && hashLength == Bytes
            ? new(iterations, saltBytes[..saltLength], hashBytes[..hashLength]) : null;
    }

    /// <summary>Whether it is the hash of this password; takes a quarter of a second and as long for every answer.</summary>
    public bool Matches(string password) =>
        CryptographicOperations.FixedTimeEquals(hash, Derive(password, salt, iterations));

    /// <summary>A secret that only those know who know the hash.</summary>
    /// <param name="purpose">What it is for.</param>
    public byte[] DeriveKey(string purpose) => HMACSHA256.HashData(hash, Encoding.UTF8.GetBytes(purpose));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Algorithm}:{iterations}:{Convert.ToBase64String(salt)}:{Convert.ToBase64String(hash)}");

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, Bytes);
}
