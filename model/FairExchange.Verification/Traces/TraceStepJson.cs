using System.Collections.Immutable;
using System.Text.Json;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Verification.Traces;

/// <summary>One step of a trace as JSON.</summary>
internal static class TraceStepJson
{
    private static readonly (string Word, EventKind Kind)[] Kinds =
        [("start", EventKind.Start), ("receive", EventKind.Receive), ("otherwise", EventKind.Otherwise)];

    private static readonly (string Word, Assurance Assurance)[] Assurances =
    [
        ("lossy", Assurance.Lossy), ("resilient", Assurance.Resilient), ("private", Assurance.Private),
        ("resilient and private", Assurance.Resilient | Assurance.Private), ("in person", Assurance.InPerson),
    ];

    public static void Write(Utf8JsonWriter json, TraceStep step)
    {
        json.WriteStartObject();
        json.WriteNumber("number", step.Number);
        json.WriteString("kind", Kinds.Single(pair => pair.Kind == step.Kind).Word);
        if (step.Session is { } session)
        {
            json.WriteNumber("session", session);
        }

        json.WriteString("actor", step.Actor);
        json.WriteString("label", step.Label);
        if (step.Input is { } input)
        {
            json.WritePropertyName("input");
            TermJson.Write(json, input);
        }

        if (step.From is { } from)
        {
            json.WriteStartObject("from");
            json.WriteNumber("step", from.Step);
            json.WriteNumber("sent", from.Sent);
            json.WriteEndObject();
        }

        if (step.Recipe is { } recipe)
        {
            json.WritePropertyName("recipe");
            RecipeJson.Write(json, recipe);
        }

        json.WriteStartArray("sends");
        foreach (var sending in step.Sends)
        {
            json.WriteStartObject();
            json.WriteString("label", sending.Label);
            json.WriteString("to", sending.To.Symbol);
            json.WriteString("channel", Assurances.Single(pair => pair.Assurance == sending.Assurance).Word);
            json.WritePropertyName("message");
            TermJson.Write(json, sending.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="TraceFormatException"/>
    public static TraceStep Read(JsonPlace place, IReadOnlyList<TraceStep> earlier, ImmutableArray<string> corrupted)
    {
        place.Object("number", "kind", "session", "actor", "label", "input", "from", "recipe", "sends");
        var number = place["number"].Number();
        if (number != earlier.Count + 1)
        {
            throw place["number"].Wrong($"this is step {earlier.Count + 1}");
        }

        var kind = OneOf(place["kind"], Kinds);
        var (session, actor, label) = (place.Find("session")?.Number(), place["actor"].Text(), place["label"].Text());
        var input = place.Find("input") is { } given ? TermJson.Read(given) : null;
        if ((input is not null) != (kind == EventKind.Receive))
        {
            throw place.Wrong("a receive has an input, and no other step has one");
        }

        if ((input is null ? 0 : 1) != new[] { place.Find("from"), place.Find("recipe") }.Count(source => source is not null))
        {
            throw place.Wrong("an input comes either \"from\" a step or by a \"recipe\"");
        }

        var from = place.Find("from") is { } origin ? From(origin, earlier, actor, input!) : ((int, int)?)null;
        var recipe = place.Find("recipe") is { } made ? RecipeJson.Read(made, earlier, corrupted) : null;
        if (recipe is not null && !recipe.Makes.Equals(input))
        {
            throw place["recipe"].Wrong("the recipe makes something else than the input");
        }

        return new TraceStep(number, kind, session, actor, label, input, from, recipe, [.. place["sends"].Items().Select(Send)]);
    }

    private static (int Step, int Sent) From(JsonPlace place, IReadOnlyList<TraceStep> earlier, string actor, Term input)
    {
        place.Object("step", "sent");
        var (step, sent) = (place["step"].Number(), place["sent"].Number());
        var sending = RecipeJson.Sent(place, earlier, step, sent);
        return sending.To.Symbol == actor && sending.Message.Equals(input)
            ? (step, sent)
            : throw place.Wrong($"message {sent} of step {step} is not this input, or not for {actor}");
    }

    private static Sending Send(JsonPlace place)
    {
        place.Object("label", "to", "channel", "message");
        return new Sending(
            place["label"].Text(), new Term.Constant(place["to"].Text(), Sort.Name), TermJson.Read(place["message"]),
            OneOf(place["channel"], Assurances));
    }

    private static T OneOf<T>(JsonPlace place, (string Word, T Value)[] known)
    {
        var word = place.Text();
        foreach (var (name, value) in known)
        {
            if (name == word)
            {
                return value;
            }
        }

        throw place.Wrong($"one of {string.Join(", ", known.Select(pair => pair.Word))} is wanted");
    }
}
