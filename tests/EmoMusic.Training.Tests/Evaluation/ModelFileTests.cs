using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Tests.Evaluation;

public sealed class ModelFileTests : IDisposable
{
    private const string Advice = "Use a file written by a run or by the export command.";

    private readonly string folder = Directory.CreateTempSubdirectory("emomusic-").FullName;

    private string Model => Path.Combine(folder, "model.onnx");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_labels_and_the_metadata_come_from_the_file()
    {
        using var model = ModelFile.Open(new OnnxModel().WithLabels("a,b, c,d,e,f,g").WriteTo(Model));

        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], model.Labels);
        Assert.Equal("linear", model.Metadata["network"]);
    }

    [Fact]
    public void Predictions_do_not_depend_on_the_batch()
    {
        using var images = Samples.Images(ModelFile.BatchSize + 3);
        using var last = Slice(images, images.Count - 1);
        using var model = ModelFile.Open(new OnnxModel().WriteTo(Model));

        var all = model.Predict(images);

        Assert.Equal(images.Count * 7, all.Length);
        Assert.All(model.Predict(last).Zip(all[^7..]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(images.Count, all.Sum(), 1e-3);
    }

    [Fact]
    public void Labels_are_mapped_to_the_models_order()
    {
        using var images = Samples.Images(50);
        var turned = new OnnxModel().WithLabels("neutral,surprise,sad,happy,fear,disgust,angry");
        using var model = ModelFile.Open(turned.WriteTo(Model));

        Assert.Equal(images.Labels.data<long>().Select(label => 6 - (int)label), model.LabelsOf(images));
    }

    [Fact]
    public void A_model_of_other_emotions_cannot_be_evaluated_on_these_images()
    {
        using var images = Samples.Images(1);
        using var model = ModelFile.Open(new OnnxModel().WithLabels("a,b,c,d,e,f,g").WriteTo(Model));

        var error = Assert.Throws<ModelFileException>(() => model.LabelsOf(images));

        Assert.Equal(
            $"{Model}, metadata: found the labels a, b, c, d, e, f, g, expected those of the images: "
            + "angry, disgust, fear, happy, sad, surprise, neutral. Use a model trained on FER-2013.",
            error.Message);
    }

    [Fact]
    public void A_missing_file_is_an_error() => Refuses(
        $"{Model}: no such file, expected an ONNX model. "
        + "Pass a model.onnx written by a run or by the export command.");

    [Fact]
    public void A_file_that_is_not_an_ONNX_model_is_an_error()
    {
        File.WriteAllText(Model, "This is no model.");

        Refuses(
            $"{Model}: not an ONNX model that ONNX Runtime 1.31.1 can load. {Advice} Details: "
            + $"[ErrorCode:InvalidProtobuf] Load model from {Model} failed:Protobuf parsing failed.");
    }

    [Fact]
    public void Another_input_name_is_refused()
    {
        new OnnxModel { Input = "images" }.WriteTo(Model);

        Refuses(
            $"{Model}, input: found images float32 [batch, 1, 48, 48], "
            + $"expected one, pixels float32 [batch, 1, 48, 48]. {Advice}");
    }

    [Fact]
    public void Another_input_type_is_refused()
    {
        new OnnxModel { InputType = 2 }.WriteTo(Model);

        Refuses(
            $"{Model}, input: found pixels uint8 [batch, 1, 48, 48], "
            + $"expected one, pixels float32 [batch, 1, 48, 48]. {Advice}");
    }

    [Fact]
    public void Another_input_shape_is_refused()
    {
        new OnnxModel { Side = 64, Weights = OnnxModel.RandomWeights(1, 7, side: 64) }.WriteTo(Model);

        Refuses(
            $"{Model}, input: found pixels float32 [batch, 1, 64, 64], "
            + $"expected one, pixels float32 [batch, 1, 48, 48]. {Advice}");
    }

    [Fact]
    public void Another_output_name_is_refused()
    {
        new OnnxModel { Output = "scores" }.WriteTo(Model);

        Refuses(
            $"{Model}, output: found scores float32 [batch, 7], "
            + $"expected one, probabilities float32 [batch, 7]. {Advice}");
    }

    [Fact]
    public void Another_number_of_classes_is_refused()
    {
        new OnnxModel { Weights = OnnxModel.RandomWeights(1, classes: 8) }.WriteTo(Model);

        Refuses(
            $"{Model}, output: found probabilities float32 [batch, 8], "
            + $"expected one, probabilities float32 [batch, 7]. {Advice}");
    }

    [Fact]
    public void A_file_without_metadata_is_refused()
    {
        new OnnxModel { Metadata = new Dictionary<string, string>() }.WriteTo(Model);

        Refuses(
            $"{Model}, metadata: found no 'labels' (there is none), expected labels, network, created, "
            + $"dataset_sha256, dataset_rows, accuracy, options. {Advice}");
    }

    [Fact]
    public void Fewer_than_seven_labels_are_refused()
    {
        new OnnxModel().WithLabels("angry,happy,sad").WriteTo(Model);

        Refuses(
            $"{Model}, metadata: found the labels 'angry,happy,sad', "
            + $"expected seven distinct labels separated by commas. {Advice}");
    }

    [Fact]
    public void Outputs_that_are_not_probabilities_are_refused()
    {
        using var images = Samples.Images(2);
        var weights = new float[2304 * 7]; // all logits are 0, without a softmax
        var onnx = new OnnxModel { LastOperator = "Identity", Weights = weights };
        using var model = ModelFile.Open(onnx.WriteTo(Model));

        var error = Assert.Throws<ModelFileException>(() => model.Predict(images));

        Assert.Equal(
            $"{Model}, image 1: found outputs with minimum 0 and sum 0, expected probabilities with sum 1. "
            + "Export the model with its softmax.", error.Message);
    }

    private static Training.Data.LabelledImages Slice(Training.Data.LabelledImages images, int first) =>
        new(images.Pixels.narrow(0, first, 1).clone(), images.Labels.narrow(0, first, 1).clone());

    private void Refuses(string message) =>
        Assert.Equal(message, Assert.Throws<ModelFileException>(() => ModelFile.Open(Model)).Message);
}
