using YamlDotNet.RepresentationModel;

namespace EmoMusic.Container.Tests;

/// <summary>The files that build the image and start its containers.</summary>
public sealed class DeploymentFileTests
{
    [Fact]
    public void The_detector_can_be_scaled()
    {
        var detector = (YamlMappingNode)Load("docker-compose.yml")["services"]["detector"];

        Assert.False(detector.Children.ContainsKey("container_name"));
        var port = Assert.Single((YamlSequenceNode)detector["ports"]);
        Assert.Equal("${EMOMUSIC_DETECTOR_PUBLISH:-127.0.0.1::7001}", $"{port}"); // any free one, so that several have room
        Assert.Equal("http://player:7000", $"{detector["environment"]["Player__BaseUrl"]}"); // a name, whose addresses are all tried
    }

    [Fact]
    public void The_image_is_built_for_two_kinds_of_machine_with_SBOM_and_provenance()
    {
        var build = Load(".github/workflows/image.yml")["jobs"]["build"];
        var platforms = ((YamlSequenceNode)build["strategy"]["matrix"]["include"]).Select(each => $"{each["platform"]}");
        var step = ((YamlSequenceNode)build["steps"]).OfType<YamlMappingNode>()
            .Single(each => each.Children.TryGetValue("uses", out var uses) && $"{uses}".StartsWith("docker/build-push-action@", StringComparison.Ordinal));

        Assert.Equal(["linux/amd64", "linux/arm64"], platforms);
        Assert.Equal("serving/Dockerfile", $"{step["with"]["file"]}");
        Assert.Equal(
            $"{Engine.BaseImages()[^1]}=docker-image://mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra",
            $"{step["with"]["build-contexts"]}"); // in place of the Dockerfile's base
        Assert.Equal(("true", "mode=max"), ($"{step["with"]["sbom"]}", $"{step["with"]["provenance"]}"));
    }

    [Fact]
    public void Dependabot_watches_every_kind_of_package()
    {
        var updates = (YamlSequenceNode)Load(".github/dependabot.yml")["updates"];

        Assert.Equal(["docker", "github-actions", "npm", "nuget"], updates.Select(each => $"{each["package-ecosystem"]}").Distinct().Order());
    }

    private static YamlNode Load(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Repository.At(file))));
        return yaml.Documents.Single().RootNode;
    }
}
