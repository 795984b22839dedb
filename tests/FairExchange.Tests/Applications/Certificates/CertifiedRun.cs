using System.Collections.Immutable;
using FairExchange.Applications.Certificates;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Certificates;

/// <summary>One exchange in which each end holds the agreement that it was led to, driven to its end.</summary>
internal sealed class CertifiedRun
{
    private readonly Dictionary<string, Session> sessions = [];
    private readonly Queue<(string To, byte[] Bytes)> way = new();
    private readonly string? lost;

    private CertifiedRun(string? lost) => this.lost = lost;

    public Session Alice => sessions["Alice"];

    public Session Bob => sessions["Bob"];

    public List<string> Log { get; } = [];

    /// <summary>What travels beside messages, and has always arrived.</summary>
    public MemoryStore Goods { get; } = new();

    /// <summary>Both recognise CitiCorp first.</summary>
    public static Agreement Agree(CertifiedWorld world, Func<Seat, CertificateAuthority>? by = null, CertificateTrust? trust = null)
    {
        var lists = CertifiedWorld.Those("CitiCorp", "Federal Reserve");
        var agreement = Agreement.TryMake(
            Verified("Alice", Seat.Sender, lists), Verified("Bob", Seat.Recipient, lists),
            Verified("CitiCorp", Seat.TrustedParty, RecognisedParties.Nobody),
            Transaction.CertifiedMail, out var refusal);
        Assert.Null(refusal);
        return agreement!;

        VerifiedCertificate Verified(string name, Seat seat, RecognisedParties recognised) => VerifiedCertificate.TryVerify(
            world.Chain(name, recognised, seat == Seat.TrustedParty, by?.Invoke(seat)), trust ?? world.Trust, out _)!;
    }

    /// <summary>What Alice, Bob and the trusted party each believe was agreed on.</summary>
    public static CertifiedRun Of(
        Protocol protocol, Agreement alice, Agreement bob, Agreement trusted, CertifiedWorld world, string? lost = null)
    {
        var run = new CertifiedRun(lost);
        var office = protocol.TrustedParties.IsEmpty ? null
            : new TrustedParty(trusted.Execution(
                protocol, protocol.TrustedParties[0], world.KeysOf(trusted.TrustedParty.Name), new SystemCoins(), run.Goods));
        foreach (var (name, role, agreement) in new[] { ("Alice", protocol.First, alice), ("Bob", protocol.Second, bob) })
        {
            var given = World.Given(protocol, role, World.Mail).Where(pair => pair.Key.Sort != Sort.Name).ToImmutableDictionary();
            (run.sessions[name], var effects) = Session.Start(agreement.Execution(
                protocol, role, world.KeysOf(name), new SystemCoins(), run.Goods), given);
            run.Perform(name, effects);
        }

        do
        {
            while (run.way.TryDequeue(out var arriving))
            {
                if (run.sessions.TryGetValue(arriving.To, out var session))
                {
                    (run.sessions[arriving.To], var effects) = session.Receive(arriving.Bytes, World.NowMs);
                    run.Perform(arriving.To, effects);
                }
                else
                {
                    // Whichever trusted party it was sent to, this one gets it: the channel carries it there.
                    (office, var effects) = office!.Receive(arriving.Bytes, World.NowMs);
                    run.Perform(trusted.TrustedParty.Name, effects);
                }
            }
        }
        while (run.RunOutOfTime());
        return run;
    }

    public static Evidence EvidenceOf(Session session, Agreement agreement, IBulkStore? goods = null)
    {
        var protocol = session.Execution.Protocol;
        return Assert.Single(Evidence.From(
            protocol, protocol.ItemOf(session.Role), session.Holdings, World.DealOf(session), agreement.Outsider(protocol, goods)));
    }

    private bool RunOutOfTime()
    {
        foreach (var (name, session) in sessions.Where(pair => pair.Value.HasTimer).ToList())
        {
            (sessions[name], var effects) = session.TimeOut(session.Alarm is { IsPatient: true } alarm ? alarm.AtMs : World.NowMs);
            Perform(name, effects);
            return true;
        }

        return false;
    }

    private void Perform(string by, ImmutableArray<Effect> effects)
    {
        foreach (var effect in effects)
        {
            Log.Add($"{by} {Pump.Describe(effect)}");
            if (effect is Effect.Send send && send.Label != lost)
            {
                way.Enqueue((send.To.Text, Wire.Encode(send.Message)));
            }
        }
    }
}
