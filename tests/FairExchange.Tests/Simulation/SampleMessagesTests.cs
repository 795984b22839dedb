using FairExchange.Runtime.Values;
using FairExchange.Simulation.Campaigns;
using FairExchange.Tests.Cli;

namespace FairExchange.Tests.Simulation;

public class SampleMessagesTests
{
    [Fact]
    public void The_mails_of_the_program_are_seven_different_ones_in_order() =>
        Assert.Equal(7, SampleMessages.Default.Where(message => message.Bytes.Span.Contains((byte)'\n')).Distinct().Count());

    [Fact]
    public void A_folder_gives_its_files_in_order_of_their_names_without_hidden_ones_and_folders()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["b"], "two");
        File.WriteAllText(folder["B"], "one");
        File.WriteAllText(folder[".hidden"], "none");
        Directory.CreateDirectory(folder["a"]);
        File.WriteAllText(folder["empty"], "");

        Assert.Equal([Runs.Message("one"), Runs.Message("two"), Runs.Message("")], SampleMessages.From(folder["."]).ToList());
    }

    [Fact]
    public void A_message_of_16_MiB_is_taken_and_one_byte_more_is_not()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder["large"]))
        {
            file.SetLength(Wire.MaximumMessage);
        }

        Assert.Equal(Wire.MaximumMessage, Assert.Single(SampleMessages.From(folder["."])).Bytes.Length);
        using (var file = File.OpenWrite(folder["large"]))
        {
            file.SetLength(Wire.MaximumMessage + 1);
        }

        Assert.Contains("larger than 16777216 bytes", Assert.Throws<FormatException>(() => SampleMessages.From(folder["."])).Message,
            StringComparison.Ordinal);
    }
}
