namespace EmoMusic.Container.Tests;

/// <summary>Pictures to send.</summary>
internal static class Some
{
    /// <summary>A photo with one face from beside the checkout; skips the test where there is none.</summary>
    public static byte[] Photo()
    {
        var path = Path.Combine(Repository.Root, "..", "shared", "data", "photos", "one-face.png");
        Assert.SkipUnless(File.Exists(path), "There is no photo of a face beside the checkout.");
        return File.ReadAllBytes(path);
    }

    /// <summary>A grey BMP of 48 × 48, to be taken as one face.</summary>
    public static byte[] Face()
    {
        const int side = 48;
        var file = new byte[54 + (side * side * 3)];
        using var writer = new BinaryWriter(new MemoryStream(file));
        writer.Write("BM"u8);
        writer.Write(file.Length);
        writer.Write(0);
        writer.Write(54);        // where the pixels begin
        writer.Write(40);        // this header's length
        writer.Write(side);
        writer.Write(side);
        writer.Write((short)1);
        writer.Write((short)24); // bits a pixel
        Array.Fill(file, (byte)100, 54, side * side * 3);
        return file;
    }
}
