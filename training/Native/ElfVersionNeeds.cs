using System.Buffers.Binary;
using System.Text;

namespace EmoMusic.Training.Native;

/// <summary>
/// The symbol versions required by a 64-bit little-endian ELF library: its section <c>.gnu.version_r</c>.
/// Layout: System V ABI, and "ELF Symbol Versioning" by U. Drepper.
/// </summary>
public static class ElfVersionNeeds
{
    private const uint VersionNeeds = 0x6ffffffe; // sh_type SHT_GNU_verneed
    private const ushort Weak = 0x2;              // vna_flags VER_FLG_WEAK: the loader tolerates its absence
    private static readonly Encoding Names = Encoding.Latin1;

    /// <summary>
    /// Marks each requirement of <paramref name="version"/> in <paramref name="elf"/> as weak, in place.
    /// </summary>
    /// <returns>Number of requirements changed, not counting those already weak.</returns>
    /// <exception cref="InvalidDataException">The bytes are not a 64-bit little-endian ELF file.</exception>
    public static int MakeWeak(Span<byte> elf, string version)
    {
        if (elf.Length < 64 || !elf[..6].SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            throw new InvalidDataException("found no ELF header, expected a 64-bit little-endian ELF library");
        }

        var changed = 0;
        foreach (var section in SectionsOfType(elf, VersionNeeds))
        {
            var names = Section(elf, section.Link).Offset;
            for (int need = section.Offset, nextNeed = -1; nextNeed != 0; need += nextNeed)
            {
                // Elf64_Verneed: version u16, count u16, file u32, first aux u32, next u32
                nextNeed = (int)U32(elf, need + 12);
                for (int aux = need + (int)U32(elf, need + 8), nextAux = -1; nextAux != 0; aux += nextAux)
                {
                    // Elf64_Vernaux: hash u32, flags u16, other u16, name u32, next u32
                    nextAux = (int)U32(elf, aux + 12);
                    var flags = U16(elf, aux + 4);
                    if ((flags & Weak) == 0 && NameAt(elf, names + (int)U32(elf, aux + 8)) == version)
                    {
                        BinaryPrimitives.WriteUInt16LittleEndian(elf[(aux + 4)..], (ushort)(flags | Weak));
                        changed++;
                    }
                }
            }
        }

        return changed;
    }

    private static List<(int Offset, int Link)> SectionsOfType(ReadOnlySpan<byte> elf, uint type)
    {
        var found = new List<(int, int)>();
        for (var i = 0; i < U16(elf, 0x3c); i++) // e_shnum
        {
            var section = Section(elf, i);
            if (section.Type == type)
            {
                found.Add((section.Offset, section.Link));
            }
        }

        return found;
    }

    private static (uint Type, int Offset, int Link) Section(ReadOnlySpan<byte> elf, int index)
    {
        var header = (int)U64(elf, 0x28) + (index * U16(elf, 0x3a)); // e_shoff, e_shentsize
        return (U32(elf, header + 4), (int)U64(elf, header + 24), (int)U32(elf, header + 40));
    }

    private static string NameAt(ReadOnlySpan<byte> elf, int offset)
    {
        var name = elf[offset..];
        return Names.GetString(name[..name.IndexOf((byte)0)]);
    }

    private static ushort U16(ReadOnlySpan<byte> elf, int at) => BinaryPrimitives.ReadUInt16LittleEndian(elf[at..]);

    private static uint U32(ReadOnlySpan<byte> elf, int at) => BinaryPrimitives.ReadUInt32LittleEndian(elf[at..]);

    private static ulong U64(ReadOnlySpan<byte> elf, int at) => BinaryPrimitives.ReadUInt64LittleEndian(elf[at..]);
}
