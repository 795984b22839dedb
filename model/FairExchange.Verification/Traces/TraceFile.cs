using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Traces;

/// <summary>
/// TraceBuilder as files: JSON in UTF-8 that says of the protocol only its id, so that a trace can be played against whatever that id means
/// to the reader. The same trace is always written alike; reading takes nothing that writing does not make.
/// </summary>
public static class TraceFile
{
    public const string Format = "fair-exchange-trace/1";

    /// <summary>In bytes.</summary>
    public const int Largest = 1 << 20;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

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
    public static void Write(Trace trace, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("protocol", trace.Protocol.Id);
        json.WriteString("property", trace.Property.Name);
        if (trace.Party is { } party)
        {
            json.WriteString("party", party.Symbol);
        }

        json.WriteStartArray("corrupted");
        foreach (var name in trace.Corrupted)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteStartArray("sessions");
        foreach (var session in trace.Sessions)
        {
            json.WriteStartObject();
            json.WriteNumber("number", session.Number);
            json.WriteString("role", session.Role.Symbol);
            json.WriteString("player", session.Player);
            Write(json, "knows", session.Knows);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("steps");
        foreach (var step in trace.Steps)
        {
            TraceStepJson.Write(json, step);
        }

        json.WriteEndArray();
        if (trace.Shows is { } shows)
        {
            json.WritePropertyName("shows");
            RecipeJson.Write(json, shows);
        }

        Write(json, "deal", trace.Deal);
        if (trace.Schedule is { } schedule)
        {
            ScheduleJson.Write(json, schedule);
        }

        json.WriteEndObject();
    }

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
            return TraceReader.Read(new JsonPlace("$", document.RootElement), find);
        }
        catch (DecoderFallbackException)
        {
            throw new TraceFormatException("$", "this is not UTF-8 text");
        }
        catch (JsonException problem)
        {
            throw new TraceFormatException(
                $"line {(problem.LineNumber ?? 0) + 1}, byte {(problem.BytePositionInLine ?? 0) + 1}", "this is not JSON, is cut off, "
                + "repeats a name, or nests too deep");
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
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, Term> values)
    {
        json.WriteStartObject(name);
        foreach (var (symbol, value) in values)
        {
            json.WritePropertyName(symbol);
            TermJson.Write(json, value);
        }

        json.WriteEndObject();
    }
}

/// <summary>A file that is no trace. The message is one line: where (as a JSON path from <c>$</c>, the whole file) and what.</summary>
public sealed class TraceFormatException(string place, string problem) : Exception($"{place}: {problem}")
{
    public string Place { get; } = place;

    public string Problem { get; } = problem;
}
