using System.Text;
using FairExchange.Applications.Certificates;
using FairExchange.Applications.Uses;
using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Pictures;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Simulation;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Replaying;
using FairExchange.Simulation.Reports;
using FairExchange.Tests.Cli;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Fuzzing;

/// <summary>
/// What reads an input behind a command, without the command line around it, so that a million are tried in minutes: it takes the input, or
/// refuses it as its documentation says, and whatever else it throws is a fault.
/// </summary>
internal static class Reader
{
    /// <returns>Whether the input was taken.</returns>
    public static Func<byte[], bool> Of(string kind, TemporaryFolder folder)
    {
        switch (kind)
        {
            case "replay":
                return input => Refusing<TraceFormatException>(() => Replayed(TraceFile.Read(input, Find), null));
            case "replay against another protocol":
                return input => Refusing<TraceFormatException>(() => Replayed(TraceFile.Read(input, Find), Find("fair-cem-named")));
            case "judge":
                return input => Unproblematic(EvidenceFile.TryRead(input, Find, out var problem), problem) is { } file && Judged(file);
            case "judge certified":
                var judge = Trust(folder);
                return input => Unproblematic(
                    CertifiedEvidence.TryRead(input, judge, Find, out var problem), problem)?.TryVerify(out _) is not null;
            case "certificate show" or "certificate choose":
                var trust = Trust(folder);
                return input => CertificateChain.TryReadPem(Encoding.UTF8.GetString(input)) is { } chain
                    && VerifiedCertificate.TryVerify(chain, trust, out _) is not null;
            case "serve" or "serve visible":
                var protocol = Find(kind == "serve" ? "fair-cem-signed-request" : "cem0-signed-request")!;
                var principals = Principals.Of("p256", 1, Exchange.Names.Append(protocol.TrustedParties.Single().Name.Symbol));
                var role = protocol.TrustedParties.Single();
                var begun = new FairExchange.Runtime.Parties.TrustedParty(new FairExchange.Runtime.Parties.Execution(
                    protocol, role, principals.OperationsOf(role.Name.Symbol, protocol), new SeededCoins(new Chance(1, kind))));
                return input => !begun.Receive(input, 1_800_000_000_000).Effects.OfType<FairExchange.Runtime.Parties.Effect.Rejected>()
                    .Any();
            case "parameters":
                var (book, load) = (ParameterBook.Default(Scale.Quick), AllExperiments.List.Single(experiment => experiment.Id == "E6"));
                return input => Refusing<FormatException>(() => load.Plan(book.Over(Encoding.UTF8.GetString(input), "file")));
            case "calibration":
                return input => Refusing<FormatException>(() => ServiceTimes.Read(Encoding.UTF8.GetString(input)));
            case "baseline":
                return input => Refusing<ReportFormatException>(() => VerdictsCsv.Read(Encoding.UTF8.GetString(input)));
            case "plot":
                var plotted = AllExperiments.List.Single(experiment => experiment.Id == "E6");
                return input => Refusing<FormatException>(() =>
                {
                    var summary = Summary.Read(Encoding.UTF8.GetString(input), plotted.Columns);
                    _ = ExperimentParts.Of([new PageSection(plotted, summary, "", [], [])]).ToList();
                });
            case "plot provenance":
                return input => Refusing<FormatException>(() => ShownParameters.Read(Encoding.UTF8.GetString(input))
                    .Of(["resolve", "population"]));
            case "messages":
                return input => TypedMessage.TryDecode(input) is not null;
            default:
                throw new ArgumentException(kind, nameof(kind));
        }
    }

    private static bool Refusing<T>(Action read)
        where T : Exception
    {
        try
        {
            read();
            return true;
        }
        catch (T refusal)
        {
            Assert.DoesNotContain('\n', refusal.Message);
            return false;
        }
    }

    private static T? Unproblematic<T>(T? read, string? problem)
        where T : class
    {
        Assert.Equal(read is null, problem is not null);
        Assert.True(problem is null || Legible.IsLine(problem, 1000), problem);
        return read;
    }

    private static void Replayed(Trace trace, Protocol? on)
    {
        var protocol = on ?? trace.Protocol;
        if (Replay.Misfit(trace, protocol) is null)
        {
            Replay.Of(trace, protocol, Principals.Of(Principals.SymbolicName, 1, Replay.Names(trace, protocol), repeats: true),
                SampleMessages.Default, new Chance(1, "replay"));
        }
    }

    private static bool Judged(EvidenceFile file)
    {
        if (VerifiedEvidence.TryVerify(
            file.Evidence, new SuiteOperations(file.Suite, file.Evidence.Protocol, file.Keys, null), out _) is not { } verified)
        {
            return false;
        }

        Assert.True(Legible.IsLine(verified.Statement, 10_000), verified.Statement);
        if (VerifiedDelivery.TryVerify(verified, file.Keys, null, out _) is { } delivery)
        {
            Dispute.Settle(delivery);
        }

        return true;
    }

    private static CertificateTrust Trust(TemporaryFolder folder) =>
        new([System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(folder["root.pem"])],
            TimeProvider.System.GetUtcNow());

    private static Protocol? Find(string id) => Entries.TryFind(id, out var protocol) ? protocol : null;
}
