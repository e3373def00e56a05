using System.Buffers.Binary;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>EXIF data as phones write it.</summary>
internal static class Exif
{
    /// <summary>Inserts an APP1 segment with the orientation (tag 0x0112) after the JPEG's first marker.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            .. "Exif\0\0MM"u8, 0, 42, 0, 0, 0, 8, // big endian, directory at offset 8
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, // one entry: a short
            0, 0, 0, 0,
        ];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(exif.Length + 2));
        return [0xff, 0xd8, 0xff, 0xe1, .. length, .. exif, .. jpeg[2..]];
    }
}
