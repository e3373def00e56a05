using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using EmoMusic.Training.Data;

namespace EmoMusic.Training.Tests.Data;

public sealed class FerFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_data_is_the_same_plain_compressed_and_in_archives()
    {
        var csv = Encoding.UTF8.GetBytes(Samples.SmallCsv());
        var tar = Gzip(Tar("fer2013/fer2013.csv", csv));
        File.WriteAllBytes(folder["plain.csv"], csv);
        File.WriteAllBytes(folder["one.gz"], Gzip(csv));
        File.WriteAllBytes(folder["fer2013.tar.gz"], tar);
        File.WriteAllBytes(folder["kaggle.zip"], Zip(("test.csv", "pixels\n"u8.ToArray()), ("fer2013.csv", csv)));
        File.WriteAllBytes(folder["nested.zip"], Zip(("readme.txt", []), ("fer2013.tar.gz", tar)));

        var hashes = Directory.GetFiles(folder.Path).Select(HashOf).Distinct();

        Assert.Single(hashes);
    }

    [Fact]
    public void The_name_includes_the_entry_of_an_archive()
    {
        File.WriteAllBytes(folder["a.zip"], Zip(("sub/train.csv", "emotion,pixels\n"u8.ToArray())));

        using var file = FerFile.Open(folder["a.zip"]);

        Assert.Equal("a.zip:sub/train.csv", file.Name);
    }

    [Fact]
    public void The_preferred_file_of_a_folder_is_opened()
    {
        File.WriteAllText(folder["train.csv"], "");
        File.WriteAllText(folder["test.csv"], "");
        File.WriteAllText(folder["icml_face_data.csv"], "");

        Assert.Equal(folder["icml_face_data.csv"], FerFile.FindIn(folder.Path));
    }

    [Fact]
    public void The_folder_of_an_unpacked_tar_is_searched()
    {
        Directory.CreateDirectory(folder["fer2013"]);
        File.WriteAllText(Path.Combine(folder["fer2013"], "fer2013.csv"), "");

        Assert.Equal(Path.Combine(folder["fer2013"], "fer2013.csv"), FerFile.FindIn(folder.Path));
    }

    [Fact]
    public void A_zip_is_found_by_its_content_whatever_its_name()
    {
        File.WriteAllBytes(folder["a.zip"], Zip(("other.txt", [])));
        File.WriteAllText(folder["b.zip"], "no zip at all");
        File.WriteAllBytes(folder["challenges.zip"], Zip(("icml_face_data.csv", [])));

        Assert.Equal(folder["challenges.zip"], FerFile.FindIn(folder.Path));
    }

    [Fact]
    public void A_folder_without_data_is_refused() => Assert.Equal(
        $"{folder.Path}: found none of fer2013.csv, icml_face_data.csv, fer2013.tar.gz, train.csv "
        + "(plain, .gz or .zip) in this folder. Pass the file itself with --data.",
        RefusalOf(folder.Path));

    [Fact]
    public void A_missing_path_is_refused() => Assert.Equal(
        $"{folder["nothing.csv"]}: no such file or folder. Pass the path of FER-2013's CSV with --data.",
        RefusalOf(folder["nothing.csv"]));

    [Fact]
    public void An_archive_without_data_is_refused()
    {
        File.WriteAllBytes(folder["cats.zip"], Zip(("cat.txt", [])));

        Assert.Equal(
            "cats.zip: found none of fer2013.csv, icml_face_data.csv, fer2013.tar.gz, train.csv inside. "
            + "Use the archive as downloaded from Kaggle.",
            RefusalOf(folder["cats.zip"]));
    }

    [Fact]
    public void A_folder_of_images_is_refused_and_the_converter_is_named()
    {
        var happy = Directory.CreateDirectory(folder[Path.Combine("train", "happy")]).FullName;
        File.WriteAllText(Path.Combine(happy, "1.JPG"), "");

        Assert.Equal(
            $"{folder.Path}: found a folder of images, expected FER-2013's CSV. "
            + $"Convert it with: dotnet run data-scripts/images-to-csv.cs -- {folder.Path} fer2013.csv",
            RefusalOf(folder.Path));
    }

    [Fact]
    public void An_archive_of_images_is_refused_and_the_converter_is_named()
    {
        File.WriteAllBytes(folder["faces.zip"], Zip(("train/happy/1.png", [])));
        File.WriteAllBytes(folder["faces.tar"], Tar("train/happy/1.png", []));

        Assert.All(["faces.zip", "faces.tar"], name => Assert.Equal(
            $"{name}: found an archive of images, expected FER-2013's CSV. Unpack it, and convert its folder with: "
            + "dotnet run data-scripts/images-to-csv.cs -- FOLDER fer2013.csv",
            RefusalOf(folder[name])));
    }

    [Fact]
    public void An_image_is_refused_and_the_converter_is_named()
    {
        File.WriteAllBytes(folder["face.png"], [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);

        Assert.Equal(
            "face.png: found an image, expected FER-2013's CSV. "
            + "Convert the folder of images with: dotnet run data-scripts/images-to-csv.cs -- FOLDER fer2013.csv",
            RefusalOf(folder["face.png"]));
    }

    [Fact]
    public void A_truncated_archive_is_refused()
    {
        var whole = Zip(("fer2013.csv", Encoding.UTF8.GetBytes(Samples.SmallCsv())));
        File.WriteAllBytes(folder["cut.zip"], whole[..(whole.Length / 2)]);

        Assert.Equal("cut.zip: the archive is truncated or corrupt. Download it again.", RefusalOf(folder["cut.zip"]));
    }

    [Fact]
    public void An_encrypted_zip_is_named_and_not_called_corrupt()
    {
        var zip = Zip(("fer2013.csv", Encoding.UTF8.GetBytes(Samples.SmallCsv())));
        zip[6] |= 1; // the flag in the entry's header
        zip[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1; // and in the directory
        File.WriteAllBytes(folder["secret.zip"], zip);

        Assert.Equal("secret.zip:fer2013.csv: the file is encrypted. Unpack it with its password, and pass the CSV with --data.",
            RefusalOf(folder["secret.zip"]));
    }

    [Fact]
    public void An_empty_zip_has_no_data()
    {
        File.WriteAllBytes(folder["none.zip"], Zip());

        Assert.Equal("none.zip: found none of fer2013.csv, icml_face_data.csv, fer2013.tar.gz, train.csv inside. "
            + "Use the archive as downloaded from Kaggle.", RefusalOf(folder["none.zip"]));
    }

    [Theory]
    [InlineData("7z\u00bc\u00af", "a 7z")]
    [InlineData("Rar!\u001a", "a RAR")]
    [InlineData("BZh9", "a bzip2")]
    [InlineData("\u00fd7zXZ\0", "an xz")]
    [InlineData("(\u00b5/\u00fd", "a Zstandard")]
    public void Archives_that_are_not_read_are_named(string start, string kind)
    {
        File.WriteAllBytes(folder["faces"], Encoding.Latin1.GetBytes(start));

        Assert.Equal($"faces: found {kind} archive, expected a CSV, plain or in .gz, .zip or .tar.gz. Unpack it, and pass the CSV "
            + "with --data.", RefusalOf(folder["faces"]));
    }

    [Fact]
    public void A_tar_truncated_before_the_data_is_refused()
    {
        var tar = Tar("fer2013/README", new byte[4096]);
        File.WriteAllBytes(folder["cut.tar"], tar[..^4096]);

        Assert.Equal("cut.tar: the archive is truncated or corrupt. Download it again.", RefusalOf(folder["cut.tar"]));
    }

    [Fact]
    public void Nothing_is_unpacked_to_disk()
    {
        File.WriteAllBytes(folder["kaggle.zip"], Zip(("fer2013.csv", Encoding.UTF8.GetBytes(Samples.SmallCsv()))));
        var before = Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories);

        _ = HashOf(folder["kaggle.zip"]);

        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories));
    }

    private static string HashOf(string path)
    {
        using var file = FerFile.Open(path);
        return FerCsv.Read(file.Csv, file.Name).Sha256();
    }

    private static string RefusalOf(string path) => Assert.Throws<DatasetException>(() => FerFile.Open(path)).Message;

    private static byte[] Gzip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return memory.ToArray();
    }

    private static byte[] Tar(string name, byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
        }

        return memory.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        }

        return memory.ToArray();
    }
}
