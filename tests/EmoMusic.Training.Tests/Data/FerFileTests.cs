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
    public void The_data_is_the_same_plain_zipped_and_in_archives()
    {
        var csv = Encoding.UTF8.GetBytes(Some.SmallCsv());
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
    public void The_name_tells_where_in_an_archive_the_data_was()
    {
        File.WriteAllBytes(folder["a.zip"], Zip(("sub/train.csv", "emotion,pixels\n"u8.ToArray())));

        using var file = FerFile.Open(folder["a.zip"]);

        Assert.Equal("a.zip:sub/train.csv", file.Name);
    }

    [Fact]
    public void Of_a_folder_the_best_file_is_taken()
    {
        File.WriteAllText(folder["train.csv"], "");
        File.WriteAllText(folder["test.csv"], "");
        File.WriteAllText(folder["icml_face_data.csv"], "");

        Assert.Equal(folder["icml_face_data.csv"], FerFile.FindIn(folder.Path));
    }

    [Fact]
    public void The_folder_that_an_unpacked_tar_makes_is_looked_into()
    {
        Directory.CreateDirectory(folder["fer2013"]);
        File.WriteAllText(Path.Combine(folder["fer2013"], "fer2013.csv"), "");

        Assert.Equal(Path.Combine(folder["fer2013"], "fer2013.csv"), FerFile.FindIn(folder.Path));
    }

    [Fact]
    public void A_zip_of_any_name_is_found_by_what_is_in_it()
    {
        File.WriteAllBytes(folder["a.zip"], Zip(("other.txt", [])));
        File.WriteAllText(folder["b.zip"], "no zip at all");
        File.WriteAllBytes(folder["challenges.zip"], Zip(("icml_face_data.csv", [])));

        Assert.Equal(folder["challenges.zip"], FerFile.FindIn(folder.Path));
    }

    [Fact]
    public void A_folder_without_data_is_refused() => Assert.Equal(
        $"{folder.Path}: found none of fer2013.csv, icml_face_data.csv, fer2013.tar.gz, train.csv "
        + "(plain, .gz or .zip) in this folder. Name the file itself with --data.",
        RefusalOf(folder.Path));

    [Fact]
    public void A_path_without_a_file_is_refused() => Assert.Equal(
        $"{folder["nothing.csv"]}: found no such file or folder. Name FER-2013's CSV with --data.",
        RefusalOf(folder["nothing.csv"]));

    [Fact]
    public void An_archive_without_data_is_refused()
    {
        File.WriteAllBytes(folder["cats.zip"], Zip(("cat.jpg", [])));

        Assert.Equal(
            "cats.zip: found none of fer2013.csv, icml_face_data.csv, fer2013.tar.gz, train.csv inside. "
            + "Take the archive as Kaggle hands it out.",
            RefusalOf(folder["cats.zip"]));
    }

    [Fact]
    public void An_archive_that_is_cut_off_is_refused()
    {
        var whole = Zip(("fer2013.csv", Encoding.UTF8.GetBytes(Some.SmallCsv())));
        File.WriteAllBytes(folder["cut.zip"], whole[..(whole.Length / 2)]);

        Assert.Equal("cut.zip: the archive is cut off or damaged. Fetch it again.", RefusalOf(folder["cut.zip"]));
    }

    [Fact]
    public void A_tar_that_is_cut_off_before_the_data_is_refused()
    {
        var tar = Tar("fer2013/README", new byte[4096]);
        File.WriteAllBytes(folder["cut.tar"], tar[..^4096]);

        Assert.Equal("cut.tar: the archive is cut off or damaged. Fetch it again.", RefusalOf(folder["cut.tar"]));
    }

    [Fact]
    public void Nothing_is_unpacked_to_disk()
    {
        File.WriteAllBytes(folder["kaggle.zip"], Zip(("fer2013.csv", Encoding.UTF8.GetBytes(Some.SmallCsv()))));
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
