using System.Collections.Immutable;
using FairExchange.Runtime.Files;
using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Campaigns;

/// <summary>Real messages to exchange.</summary>
public static class SampleMessages
{
    /// <summary>The mails that come with the program (Data/mail/SOURCE.md), in the order of their names.</summary>
    public static ImmutableArray<Value.Message> Default { get; } =
    [
        .. typeof(SampleMessages).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("mail/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = typeof(SampleMessages).Assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return new Value.Message(new Bytes(bytes));
        }),
    ];

    /// <summary>A folder's files, in the order of their names; hidden ones and those in folders below are left out.</summary>
    /// <exception cref="FormatException">In one line, what is wrong with the folder.</exception>
    public static ImmutableArray<Value.Message> From(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new FormatException($"there is no folder '{folder}'");
        }

        var files = Directory.GetFiles(folder).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0)
        {
            throw new FormatException($"the folder '{folder}' has no files to exchange");
        }

        return [.. files.Select(file => new Value.Message(new Bytes(Read(file))))];
    }

    private static byte[] Read(string file)
    {
        try
        {
            return InputFile.ReadPlain(file, Wire.MaximumMessage);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A name that is not UTF-8 has become another on its way here.
            throw new FormatException(
                $"'{file}' cannot be read: "
                + $"{(file.Contains('\uFFFD', StringComparison.Ordinal) ? "its name is not UTF-8" : problem.Message)}", problem);
        }
    }
}
