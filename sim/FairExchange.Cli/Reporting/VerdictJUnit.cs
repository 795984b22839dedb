using System.Text;
using System.Xml;
using FairExchange.Simulation.Reports;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Cli.Reporting;

/// <summary>
/// Verdicts as the XML that continuous integration reads (JUnit's): a suite for each protocol, a case for each verdict and each scenario. A
/// case fails where the exit code would be 1, and is an error where something is unknown. It has no times, so that the same catalogue gives
/// the same bytes.
/// </summary>
internal static class VerdictJUnit
{
    /// <param name="baseline">Null where there is none to compare with.</param>
    public static string Of(VerificationRun verification, BaselineComparison? baseline)
    {
        var weaker = (baseline?.Changes ?? []).Where(change => change.IsWeaker).ToDictionary(change => change.Now.Question);
        var cases = verification.Decisions.Select(decision => Case(decision, weaker))
            .Concat(verification.Reached.Select(Case)).GroupBy(found => found.Protocol).ToList();
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "fairexchange verify");
            WriteCounts(xml, [.. cases.SelectMany(suite => suite)]);
            foreach (var suite in cases)
            {
                xml.WriteStartElement("testsuite");
                xml.WriteAttributeString("name", suite.Key);
                WriteCounts(xml, [.. suite]);
                foreach (var found in suite)
                {
                    Write(xml, found);
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return $"{text}\n";
    }

    private static Tried Case(Decision decision, Dictionary<(string, string, string, int), VerdictChange> weaker)
    {
        var row = VerdictRow.Of(decision);
        var said = decision.Verdict switch
        {
            Verdict.Unknown unknown => $"unknown: {unknown.Reason}",
            Verdict.Vacuous of => $"vacuous: {of.Reason}",
            Verdict.Attacked attacked => $"attacked\n{TraceWords.Of(attacked.Trace)}",
            _ => row.Verdict,
        };
        var state = VerificationRun.IsUnknown(decision) ? State.Unknown
            : VerificationRun.IsUnexpected(decision) || weaker.ContainsKey(row.Question) ? State.Failed
            : State.Passed;
        return new Tried(row.Protocol, row.Claim[(row.Protocol.Length + 2)..], state, weaker.TryGetValue(row.Question, out var change)
            ? $"{change}\n{said}" : said);
    }

    private static Tried Case(Reachability reached) => new(
        reached.Protocol.Id,
        $"{(reached.Declared ? "cannot happen" : "can happen")}: {reached.Scenario}",
        reached.Reached is null ? State.Unknown : reached.AsExpected ? State.Passed : State.Failed,
        reached.Reached switch { null => "unknown", true => "it can happen", false => "it cannot happen" });

    private static void WriteCounts(XmlWriter xml, IReadOnlyCollection<Tried> cases)
    {
        xml.WriteAttributeString("tests", XmlConvert.ToString(cases.Count));
        xml.WriteAttributeString("failures", XmlConvert.ToString(cases.Count(found => found.State == State.Failed)));
        xml.WriteAttributeString("errors", XmlConvert.ToString(cases.Count(found => found.State == State.Unknown)));
    }

    private static void Write(XmlWriter xml, Tried found)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", found.Protocol);
        xml.WriteAttributeString("name", Printable(found.Name));
        if (found.State != State.Passed)
        {
            xml.WriteStartElement(found.State == State.Failed ? "failure" : "error");
            xml.WriteAttributeString("message", Printable(found.Said.Split('\n')[0]));
            xml.WriteString(Printable(found.Said));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // XML 1.0 cannot hold every character, escaped or not.
    private static string Printable(string words) => string.Concat(words.EnumerateRunes().Select(rune =>
        rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\ufffd" : rune.ToString()));

    private enum State
    {
        Passed,
        Failed,
        Unknown,
    }

    private sealed record Tried(string Protocol, string Name, State State, string Said);

    /// <summary>The declaration names the encoding of its writer, and the file is UTF-8.</summary>
    private sealed class Utf8Text : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
