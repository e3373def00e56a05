using System.Globalization;
using System.Text.Json;
using k8s;
using k8s.Models;

namespace EmoMusic.Container.Tests;

/// <summary>The Kubernetes manifests: their fields exist, and what refers to something else finds it.</summary>
public sealed class ManifestTests
{
    private static readonly string Root = Repository.At("deploy/kubernetes");

    // Of the Prometheus operator, which the client does not know.
    private static readonly string[] ForeignKinds = ["ServiceMonitor"];

    private const string AdapterRules = "prometheus-adapter.yaml"; // of another program's chart

    public static TheoryData<string> Files => new(Directory.EnumerateFiles(Root, "*.yaml", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) is not ("kustomization.yaml" or AdapterRules)).Select(file => Path.GetRelativePath(Root, file)).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_field_exists(string file)
    {
        var text = File.ReadAllText(Path.Combine(Root, file));
        if (!ForeignKinds.Any(kind => text.Contains($"kind: {kind}", StringComparison.Ordinal)))
        {
            Assert.NotEmpty(KubernetesYaml.LoadAllFromString(text, strict: true)); // throws for an unknown field
        }
    }

    [Theory]
    [InlineData("base")]
    [InlineData("sqlite-single")]
    [InlineData("postgresql-scaled")]
    public void A_kustomization_names_the_files_that_are_there(string folder)
    {
        var text = File.ReadAllText(Path.Combine(Root, folder, "kustomization.yaml"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, folder)).Select(Path.GetFileName))
        {
            Assert.True(file == "kustomization.yaml" || text.Contains(file!, StringComparison.Ordinal), $"{file} is not named");
        }
    }

    [Fact]
    public void Pods_end_within_their_grace_period()
    {
        foreach (var pod in Pods().Where(pod => pod.Containers.Any(container => container.Image == "emomusic")))
        {
            var container = pod.Containers.Single();
            var timeout = int.Parse(container.Env.Single(each => each.Name == "ShutdownTimeoutSeconds").Value, CultureInfo.InvariantCulture);

            Assert.True(timeout > 600, "a track takes up to ten minutes");
            Assert.True(container.Lifecycle.PreStop.Sleep.Seconds + timeout < pod.TerminationGracePeriodSeconds, container.Name);
        }
    }

    [Fact]
    public void Detectors_are_scaled_by_processor_and_by_a_queue_that_the_adapter_knows()
    {
        var metrics = All().OfType<V2HorizontalPodAutoscaler>().Single(each => each.Spec.ScaleTargetRef is null).Spec.Metrics;

        Assert.Equal(["cpu", "emomusic_photo_waiting"], metrics.Select(metric => metric.Resource?.Name ?? metric.Pods.Metric.Name));
        Assert.Contains(
            "as: emomusic_photo_waiting\n", File.ReadAllText(Path.Combine(Root, "postgresql-scaled", AdapterRules)), StringComparison.Ordinal);
    }

    [Fact]
    public void Pods_run_without_privileges_and_within_limits()
    {
        foreach (var pod in Pods())
        {
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            foreach (var container in pod.Containers)
            {
                Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                Assert.True(container.Resources.Limits.ContainsKey("memory"), container.Name);
                Assert.True(container.Resources.Requests.ContainsKey("cpu"), container.Name);
                Assert.NotNull(container.ReadinessProbe);
            }
        }
    }

    [Fact]
    public void Volumes_ports_and_services_belong_together()
    {
        var pods = Pods().ToList();
        foreach (var pod in pods)
        {
            var volumes = (pod.Volumes ?? []).Select(volume => volume.Name).Append("data").ToHashSet();
            foreach (var container in pod.Containers)
            {
                Assert.All(container.VolumeMounts, mount => Assert.Contains(mount.Name, volumes));
                var ports = container.Ports.Select(port => port.Name).ToHashSet();
                foreach (var probe in new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe }
                    .Where(probe => probe?.HttpGet is not null))
                {
                    Assert.Contains(probe!.HttpGet.Port.Value, ports);
                    Assert.Contains(probe.HttpGet.Path, new[] { "/health/ready", "/health/live" });
                }
            }
        }

        var names = pods.SelectMany(pod => pod.Containers).ToDictionary(container => container.Name);
        foreach (var service in All().OfType<V1Service>())
        {
            var container = names[service.Spec.Selector["app.kubernetes.io/name"]];
            Assert.All(service.Spec.Ports, port =>
                Assert.Contains(port.TargetPort.Value, container.Ports.Select(each => each.Name)));
        }
    }

    [Fact]
    public void The_dashboard_asks_for_metrics_that_exist()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "postgresql-scaled", "dashboard.json")));
        var queries = json.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!).ToList();

        Assert.Equal(6, json.RootElement.GetProperty("panels").GetArrayLength());
        Assert.All(queries, query => Assert.Contains(
            new[]
            {
                "emomusic_photo_duration_seconds", "emomusic_predictions_total", "http_server_request_duration_seconds",
                "dotnet_process_memory_working_set_bytes",
            }, name => query.Contains(name, StringComparison.Ordinal)));
    }

    private static IEnumerable<object> All() => Files.Select(row => row.Data)
        .Where(file => !file.EndsWith("monitoring.yaml", StringComparison.Ordinal))
        .SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Root, file))));

    // Of deployments and stateful sets, but not of patches to them.
    private static IEnumerable<V1PodSpec> Pods() => All().Select(each => each switch
    {
        V1Deployment { Spec.Selector: not null } deployment => deployment.Spec.Template.Spec,
        V1StatefulSet set => set.Spec.Template.Spec,
        _ => null,
    }).OfType<V1PodSpec>();
}
