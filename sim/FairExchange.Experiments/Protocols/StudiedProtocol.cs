using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Experiments.Protocols;

/// <summary>Why an exchange comes to a virtual trusted party.</summary>
public enum Cause
{
    /// <summary>Somebody cheats.</summary>
    Cheat,

    /// <summary>Nobody cheats: the other side is slow.</summary>
    Timeout,

    /// <summary>Nobody cheats: the other side's machine or line is down.</summary>
    Outage,

    /// <summary>The recipient does not answer and goes straight to the trusted party.</summary>
    Direct,
}

/// <summary>A protocol whose trusted parties experiments ask about. What they have to carry is found by playing the definition.</summary>
public sealed class StudiedProtocol
{
    /// <summary>Long after everybody's patience.</summary>
    private const long LateMs = 24 * 3_600_000L;

    private readonly ImmutableArray<(Cause Cause, Strategy Alice, Strategy Bob)> mishaps;
    private readonly ConcurrentDictionary<(string Suite, long Bytes), ImmutableArray<Contact>> contacts = new();

    /// <exception cref="FormatException">It has no trusted party, so there is nothing to ask.</exception>
    public StudiedProtocol(Protocol protocol)
    {
        Protocol = protocol.TrustedParties.IsEmpty
            ? throw new FormatException($"{protocol.Id} has no trusted party that could carry anything") : protocol;
        mishaps = [.. Mishaps(protocol)];
        IsVisible = TakesPart(new Honest(), new Honest());
        Needed =
        [
            .. Enum.GetValues<Cause>().Select(cause => IsVisible ? 1 : mishaps.Where(mishap => mishap.Cause == cause)
                .Select(mishap => TakesPart(mishap.Alice, mishap.Bob) ? 1.0 : 0).DefaultIfEmpty(0).Average()),
        ];
    }

    /// <summary>What experiments compare unless they are told otherwise: a visible trusted party, and the paper's virtual one.</summary>
    public static ImmutableArray<StudiedProtocol> Usual { get; } = [new(Cem0.Protocol), new(FairCem.Protocol)];

    public Protocol Protocol { get; }

    public string Id => Protocol.Id;

    /// <summary>Takes part in honest runs; a virtual one does not.</summary>
    public bool IsVisible { get; }

    /// <summary>visible or virtual.</summary>
    public string Kind => IsVisible ? Visible : Virtual;

    /// <summary>Kinds of trusted parties; the third for protocols without.</summary>
    public const string Visible = "visible", Virtual = "virtual", Absent = "none";

    /// <summary>By <see cref="Cause"/>: of exchanges with that mishap, the share that come to a trusted party.</summary>
    public ImmutableArray<double> Needed { get; }

    /// <summary>Whether a trusted party must keep something between requests.</summary>
    public bool KeepsState => Protocol.TrustedParties.Any(trusted => !trusted.IsStateless);

    /// <summary>Whether each request shows who asks, so that somebody can be charged for it.</summary>
    public bool ShowsWhoAsks => Protocol.TrustedParties.All(trusted => RequestForm.ShowWhoAsks(Protocol, trusted));

    /// <summary>Whether a trusted party's key opens what is exchanged, in exchanges that do not come to it as well.</summary>
    /// <param name="suite">With bytes.</param>
    public bool OpensAll(string suite) => Contacts(suite, 1).Any(contact => contact.Work.Count(Operation.Decrypt) > 0);

    /// <summary>What trusted parties do in exchanges that come to them.</summary>
    /// <param name="suite">With bytes.</param>
    /// <param name="bytes">Length of the message or contract exchanged.</param>
    public ImmutableArray<Contact> Contacts(string suite, long bytes) =>
        contacts.GetOrAdd((suite, bytes), key => [.. Played(key.Suite, key.Bytes)]);

    /// <summary>What trusted parties are asked in one exchange that comes to them, to be timed; empty where they never are.</summary>
    public ImmutableArray<TrustedRequest> Asked(string suite, long bytes) =>
        Runs(suite, bytes).Select(run => run.Played.Requests).FirstOrDefault([]);

    private IEnumerable<Contact> Played(string suite, long bytes) =>
        Runs(suite, bytes).Select(run => new Contact(run.Cause, run.Share, run.Played.Meter.Trusted));

    /// <summary>Those in which trusted parties are asked anything.</summary>
    private IEnumerable<(Cause? Cause, double Share, ExchangeResult Played)> Runs(string suite, long bytes) => IsVisible
        ? [(null, 1, Play(suite, bytes, new Honest(), new Honest()))]
        : mishaps.Select(mishap => ((Cause?)mishap.Cause, 1.0 / mishaps.Count(other => other.Cause == mishap.Cause),
            Play(suite, bytes, mishap.Alice, mishap.Bob))).Where(run => run.Item3.Meter.TrustedPartyTookPart);

    private bool TakesPart(Strategy alice, Strategy bob) =>
        Play(Principals.SymbolicName, 1, alice, bob).Meter.TrustedPartyTookPart;

    private ExchangeResult Play(string suite, long bytes, Strategy alice, Strategy bob)
    {
        var text = bytes.ToString(CultureInfo.InvariantCulture);
        var principals = Principals.Of(
            suite, 1, Exchange.Names.Concat(Protocol.TrustedParties.Select(party => party.Name.Symbol)));
        var message = new Value.Message(new Bytes(new Chance(1, "studied message", text).Bytes((int)bytes)));
        var setting = new Setting(Protocol, principals, alice, bob, Network.All[0], [message]) { ContractBytes = (int)bytes };
        return Exchange.Play(setting, new Draws(
            new Chance(1, "studied", Protocol.Id), new Chance(1, "studied coins", Protocol.Id), new Chance(1, "studied choice")));
    }

    /// <summary>
    /// Where a party waits for a message of its peer's and has another way by a trusted party, that message does not come: its sender
    /// cheats and says no more, or is slow, or down. And whoever could ask a trusted party does so at once.
    /// </summary>
    private static IEnumerable<(Cause Cause, Strategy Alice, Strategy Bob)> Mishaps(Protocol protocol)
    {
        foreach (var (sender, labels) in new[] { protocol.First, protocol.Second }.SelectMany(sender => Awaited(protocol, sender)))
        {
            yield return By(sender, Cause.Cheat, new Failing(labels, null));
            yield return By(sender, Cause.Timeout, new Failing(labels, LateMs));
            yield return By(sender, Cause.Outage, new Failing(labels, Network.OutageMs));
        }

        var direct = new Direct();
        foreach (var party in new[] { protocol.First, protocol.Second }.Where(party => direct.AppliesTo(protocol, party)))
        {
            yield return By(party, Cause.Direct, direct);
        }

        (Cause Cause, Strategy Alice, Strategy Bob) By(Role.Party party, Cause cause, Strategy strategy) =>
            party == protocol.First ? (cause, strategy, new Honest()) : (cause, new Honest(), strategy);
    }

    /// <summary>
    /// Each message of the sender's that its peer waits for with another way by a trusted party, with those to the peer that follow it.
    /// </summary>
    private static IEnumerable<(Role.Party Sender, ImmutableHashSet<string> Labels)> Awaited(Protocol protocol, Role.Party sender)
    {
        var sent = sender.Script.AllSteps().OfType<Step.Send>().Where(send => !IsTrusted(send.To)).Select(send => send.Label).ToList();
        return protocol.Counterpart(sender).Script.AllSteps().OfType<Step.Receive>()
            .Where(receive => receive.Otherwise?.AllSteps().OfType<Step.Send>().Any(send => IsTrusted(send.To)) ?? false)
            .SelectMany(receive => receive.Alternatives).Select(alternative => alternative.Label).Where(sent.Contains).Distinct()
            .Select(awaited => (sender, sent.SkipWhile(label => label != awaited).ToImmutableHashSet()));

        bool IsTrusted(Term.Variable name) => protocol.TrustedParties.Any(trusted => trusted.Name == name);
    }

    /// <summary>Follows its role, but that some of its messages come late, or never.</summary>
    private sealed class Failing(ImmutableHashSet<string> labels, long? delayMs) : Strategy("failing")
    {
        public override bool AppliesTo(Protocol protocol, Role.Party role) => true;

        public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send) =>
            !labels.Contains(send.Label) ? [planned] : delayMs is { } late ? [planned with { DelayMs = late }] : [];
    }
}

/// <summary>Exchanges that come to trusted parties.</summary>
/// <param name="Cause">Null: honest exchanges, which come to a visible trusted party.</param>
/// <param name="Share">Of the exchanges with that cause.</param>
public sealed record Contact(Cause? Cause, double Share, TrustedWork Work);
