using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx;

/// <summary>Adds a module's nodes; <paramref name="output"/> is the shape that the module makes of x.</summary>
internal delegate OnnxValue ModuleExport<in T>(OnnxGraph graph, T module, OnnxValue x, IReadOnlyList<long> output);

/// <summary>TorchSharp's modules that the exporter knows, one function for each.</summary>
internal sealed class ModuleTable : Dictionary<Type, ModuleExport<Module>>
{
    public static ModuleTable Known { get; } = Fill(
        Convolutions.AddTo, Activations.AddTo, Pools.AddTo, AdaptivePools.AddTo, Normalisations.AddTo,
        Upsampling.AddTo, Containers.AddTo);

    public void Add<T>(ModuleExport<T> export)
        where T : Module =>
        Add(typeof(T), (graph, module, x, output) => export(graph, (T)module, x, output));

    private static ModuleTable Fill(params ReadOnlySpan<Action<ModuleTable>> topics)
    {
        var table = new ModuleTable();
        foreach (var addTo in topics)
        {
            addTo(table);
        }

        return table;
    }
}
