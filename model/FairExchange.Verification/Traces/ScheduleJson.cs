using System.Collections.Immutable;
using System.Text.Json;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Traces;

/// <summary>A trace's schedule as JSON; all in milliseconds.</summary>
internal static class ScheduleJson
{
    public static void Write(Utf8JsonWriter json, Schedule schedule)
    {
        json.WriteStartObject("schedule");
        json.WriteNumber("skew", schedule.Skew);
        json.WriteNumber("delay", schedule.Delay);
        Write(json, "margins", schedule.Margins);
        Write(json, "times", schedule.Times);
        json.WriteStartArray("steps");
        foreach (var (at, clock) in schedule.Steps)
        {
            json.WriteStartObject();
            json.WriteNumber("at", at);
            json.WriteNumber("clock", clock);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="TraceFormatException"/>
    public static Schedule Read(JsonPlace place, int steps, Protocol protocol)
    {
        place.Object("skew", "delay", "margins", "times", "steps");
        var (skew, delay) = (place["skew"].Span(), place["delay"].Span());
        var moments = place["steps"].Items().Select(step => step.Object("at", "clock"))
            .Select(step => (At: step["at"].Span(), Clock: step["clock"].Span())).ToImmutableArray();
        if (moments.Length != steps)
        {
            throw place["steps"].Wrong($"each of the {steps} steps has a time");
        }

        if (moments.Zip(moments.Skip(1)).Any(pair => pair.Second.At < pair.First.At))
        {
            throw place["steps"].Wrong("times go on from step to step");
        }

        var (margins, times) = (Spans(place["margins"]), Spans(place["times"]));
        if (!margins.Keys.ToHashSet().SetEquals(protocol.Margins.Select(margin => margin.Name)))
        {
            throw place["margins"]
                .Wrong(protocol.Margins.Any()
                    ? $"the margins of {protocol} are {string.Join(", ", protocol.Margins)}, each once" : $"{protocol} has no margins");
        }

        if (skew < 0 || delay < 0 || margins.Values.Any(margin => margin < 0))
        {
            throw place.Wrong("a skew, a delay or a margin is negative");
        }

        return moments.All(moment => Math.Abs(moment.Clock - moment.At) <= skew)
            ? new Schedule(skew, delay, margins, times, moments)
            : throw place["steps"].Wrong("a clock is off by more than the skew");
    }

    private static ImmutableSortedDictionary<string, long> Spans(JsonPlace place) =>
        place.Members().ToImmutableSortedDictionary(member => member.Name, member => member.Value.Span(), StringComparer.Ordinal);

    private static void Write(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, long> spans)
    {
        json.WriteStartObject(name);
        foreach (var (key, span) in spans)
        {
            json.WriteNumber(key, span);
        }

        json.WriteEndObject();
    }
}
