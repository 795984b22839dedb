using System.Buffers;
using System.Text;
using System.Text.Json;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Traces;

/// <summary>
/// Traces as files: JSON in UTF-8 that says of the protocol only its id, so that a trace can be played against whatever that id means
/// to the reader. The same trace is always written alike; reading takes nothing that writing does not make.
/// </summary>
public static class TraceFile
{
    public const string Format = "fair-exchange-trace/1";

    /// <summary>In bytes.</summary>
    public const int Largest = 1 << 20;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = TraceJsonFormat.Deepest, AllowDuplicateProperties = false };

    /// <summary>The whole file.</summary>
    public static byte[] Write(Trace trace)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            Write(trace, json);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The trace as one JSON object within another document.</summary>
    public static void Write(Trace trace, Utf8JsonWriter json) => JsonSerializer.Serialize(json, Form(trace), TraceJsonFormat.Options);

    /// <summary>A JSON Schema of what <see cref="Write(Trace)"/> writes, indented, of draft 2020-12.</summary>
    public static string Schema() => TraceJsonFormat.Schema().ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n";

    /// <param name="file">All of the file.</param>
    /// <param name="find">The protocol of that id, or null; variants that are in no catalogue can be given too.</param>
    /// <exception cref="TraceFormatException">The file is no trace, or not one of that protocol.</exception>
    public static Trace Read(ReadOnlyMemory<byte> file, Func<string, Protocol?> find)
    {
        if (file.Length > Largest)
        {
            throw new TraceFormatException("$", $"a trace has at most {Largest} bytes, this has {file.Length}");
        }

        try
        {
            // JsonDocument looks at the inside of texts only when asked for them.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(file.Span);
            using var document = Parse(file);
            RefuseNull(document.RootElement, "$");
            RefuseOtherFormat(document.RootElement);
            return TraceReader.Read(Form(document.RootElement), find);
        }
        catch (DecoderFallbackException)
        {
            throw new TraceFormatException("$", "this is not UTF-8 text");
        }
    }

    /// <summary>First of all: what else is missing from a file of another format is not for this one to say.</summary>
    private static void RefuseOtherFormat(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var format)
            && format.ValueKind == JsonValueKind.String && TextOf(format) is { } said && said != Format)
        {
            throw new TraceFormatException("$.format", $"the format is \"{Legible.Shown(said, 300)}\", and \"{Format}\" is wanted");
        }
    }

    /// <summary>Null where it is no text, with half a letter in it: what is wrong with that is said where the form is read.</summary>
    private static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static TraceJson Form(Trace trace) => new(
        Format,
        trace.Protocol.Id,
        trace.Property.Name,
        trace.Party?.Symbol,
        trace.Corrupted,
        [.. trace.Sessions.Select(
            session => new TraceJson.SessionForm(session.Number, session.Role.Symbol, session.Player, session.Knows))],
        trace.Steps,
        trace.Shows,
        trace.Deal,
        trace.Schedule);

    private static TraceJson Form(JsonElement root)
    {
        try
        {
            return root.Deserialize<TraceJson>(TraceJsonFormat.Options)!;
        }
        catch (JsonException problem)
        {
            throw new TraceFormatException(
                Legible.Shown($"${MisfitException.BelowOf(problem)}", 300), Legible.Shown(MisfitException.ProblemOf(problem), 300));
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> file)
    {
        try
        {
            return JsonDocument.Parse(file, Strict);
        }
        catch (InvalidOperationException)
        {
            // Names are written out to see which are repeated, and half of a surrogate pair cannot be.
            throw new TraceFormatException("$", "a name in here is not Unicode");
        }
        catch (JsonException problem)
        {
            throw new TraceFormatException(
                $"line {(problem.LineNumber ?? 0) + 1}, byte {(problem.BytePositionInLine ?? 0) + 1}", "this is not JSON, is cut off, "
                + "repeats a name, or nests too deep");
        }
    }

    /// <summary>What is not there is left out, and no list has holes.</summary>
    private static void RefuseNull(JsonElement value, string place)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                throw new TraceFormatException(place, "null is no value of a trace");
            case JsonValueKind.Array:
                foreach (var (i, item) in value.EnumerateArray().Index())
                {
                    RefuseNull(item, $"{place}[{i}]");
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    RefuseNull(member.Value, $"{place}.{Legible.Shown(member.Name)}");
                }

                break;
            default:
                break;
        }
    }
}

/// <summary>A file that is no trace. The message is one line: where (as a JSON path from <c>$</c>, the whole file) and what.</summary>
public sealed class TraceFormatException(string place, string problem) : Exception($"{place}: {problem}")
{
    public string Place { get; } = place;

    public string Problem { get; } = problem;
}
