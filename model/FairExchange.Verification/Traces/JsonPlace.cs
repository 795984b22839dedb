using System.Collections.Immutable;
using System.Text.Json;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Traces;

/// <summary>
/// A value of a JSON document and where it stands; each reader takes exactly what it asks for or says what is wrong there.
/// </summary>
internal readonly record struct JsonPlace(string Path, JsonElement Value)
{
    private const int LongestText = 64;

    public TraceFormatException Wrong(string problem) => new(Path, problem);

    /// <summary>A member that must be there.</summary>
    public JsonPlace this[string name] => Find(name) ?? throw Wrong($"\"{name}\" is missing");

    /// <summary>Null where the member is absent.</summary>
    public JsonPlace? Find(string name)
    {
        Must(JsonValueKind.Object, "an object");
        try
        {
            return Value.TryGetProperty(name, out var member) ? new JsonPlace($"{Path}.{name}", member) : null;
        }
        catch (InvalidOperationException)
        {
            // Names are written out to be compared, and half of a surrogate pair cannot be.
            throw Wrong("a name in here is not Unicode");
        }
    }

    /// <summary>An object with no members but these.</summary>
    public JsonPlace Object(params ReadOnlySpan<string> names)
    {
        foreach (var member in Members())
        {
            if (!names.Contains(member.Name))
            {
                throw Wrong($"\"{Legible.Shown(member.Name)}\" is not a member that is known here");
            }
        }

        return this;
    }

    /// <summary>An object's only member, which says what the object is.</summary>
    public (string Kind, JsonPlace Content) Only(string expected)
    {
        var members = Members().ToList();
        return members is [var (name, value)] ? (name, value) : throw Wrong($"there must be exactly one of {expected} here");
    }

    public IEnumerable<(string Name, JsonPlace Value)> Members()
    {
        Must(JsonValueKind.Object, "an object");
        var here = this;
        return Value.EnumerateObject().Select(member =>
        {
            var name = here.NameOf(member);
            return (name, new JsonPlace($"{here.Path}.{Legible.Shown(name)}", member.Value));
        });
    }

    public ImmutableArray<JsonPlace> Items()
    {
        Must(JsonValueKind.Array, "an array");
        var path = Path;
        return [.. Value.EnumerateArray().Select((item, i) => new JsonPlace($"{path}[{i}]", item))];
    }

    /// <summary>1 to 64 printable characters.</summary>
    public string Text()
    {
        Must(JsonValueKind.String, "a text");
        try
        {
            var text = Value.GetString()!;
            return Legible.IsLine(text, LongestText) ? text : throw Wrong($"a text of 1 to {LongestText} printable characters is wanted");
        }
        catch (InvalidOperationException)
        {
            throw Wrong("the text is not Unicode");
        }
    }

    /// <summary>Counts from 1.</summary>
    public int Number()
    {
        Must(JsonValueKind.Number, "a number");
        return Value.TryGetInt32(out var number) && number > 0 ? number : throw Wrong("a whole number from 1 on is wanted");
    }

    /// <summary>Milliseconds, negative too, as far as a schedule goes.</summary>
    public long Span()
    {
        Must(JsonValueKind.Number, "a number");
        return Value.TryGetInt64(out var span) && span is >= -Schedule.Longest and <= Schedule.Longest
            ? span : throw Wrong("a whole number of milliseconds is wanted");
    }

    private string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("a name in here is not Unicode");
        }
    }

    private void Must(JsonValueKind kind, string name)
    {
        if (Value.ValueKind != kind)
        {
            throw Wrong($"{name} is wanted");
        }
    }
}
