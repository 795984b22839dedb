using System.CommandLine;
using FairExchange.Applications.Certificates;
using FairExchange.Applications.Service;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Simulation.Exchanges;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Cli.Serving;

/// <summary>
/// Whose keys <c>serve</c> uses: its own, with certificates for everybody's; or, where somebody says so, everybody's derived from a seed.
/// </summary>
internal sealed class ServedKeys
{
    private readonly Option<string?> keys = CommandOptions.Text("--keys", "FILE",
        "The trusted party's own private keys, which certificate issue NAME --trusted-party makes; its certificate lies " + "beside them.");

    private readonly Option<string?> certificates = CommandOptions.Text("--certificates", "DIR",
        "Whom it knows: a folder of certificates, one a file (*.pem).");

    private readonly Option<string?> agreement = CommandOptions.Text("--agreement", "FILE",
        "In the place of --certificates: what two participants agreed on. It is then served to them alone, and what they "
        + "sign is bound to it.");

    private readonly Option<string?> root = CommandOptions.Text("--root", "FILE",
        $"The authority's certificate; {CertificateFiles.Root} beside the keys if left out.");

    private readonly Option<ulong?> insecureSeed = CommandOptions.Seed(
        "--insecure-seed", "In the place of --keys: everybody's keys derived from a number, as in a simulation. For tests: whoever "
        + "knows it signs as anyone.");

    private readonly Option<string?> suite = CommandOptions.Suite();

    public IEnumerable<Option> Options => [keys, certificates, agreement, root, insecureSeed, suite];

    /// <param name="time">By which certificates are judged when they are used.</param>
    /// <exception cref="UserError">They are not there, are others', or do not go together.</exception>
    public ServedParty Read(CommandContext context, ParseResult parsed, Protocol served, Role.Trusted trusted, LatestTime time)
    {
        var (file, seed) = (parsed.GetValue(keys), parsed.GetValue(insecureSeed));
        if ((file is null) == (seed is null))
        {
            throw new UserError(file is null
                ? "--keys is wanted, the trusted party's own keys (certificate issue makes them); or, for tests, --insecure-seed"
                : "--keys and --insecure-seed do not go together");
        }

        Option[] others = file is null ? [certificates, agreement, root] : [suite];
        if (others.FirstOrDefault(option => parsed.GetResult(option) is not null) is { } stranger)
        {
            throw new UserError($"{stranger.Name} goes with {(file is null ? keys.Name : insecureSeed.Name)}");
        }

        return file is null ? Derived(parsed, served, trusted, seed!.Value) : Own(context, parsed, file, served, trusted, time);
    }

    private ServedParty Derived(ParseResult parsed, Protocol served, Role.Trusted trusted, ulong seed)
    {
        var principals = Principals.Of(CommandOptions.ReadSuite(parsed.GetValue(suite)), seed, Exchange.Names.Append(trusted.Name.Symbol));
        return principals.Suite is null
            ? throw new UserError("--suite: the symbolic suite has no bytes to serve")
            : new ServedParty(
                new Execution(served, trusted, principals.OperationsOf(trusted.Name.Symbol, served), new SystemCoins()),
                Owner(trusted.Name.Symbol, trusted, served, principals.SuiteName, principals.KeysOf(trusted.Name.Symbol)),
                _ => null);
    }

    private ServedParty Own(CommandContext context, ParseResult parsed, string file, Protocol served, Role.Trusted trusted, LatestTime time)
    {
        // Before what lies beside it, so that a wrong --keys is not taken for a lost certificate.
        var text = KeyFiles.Read(file, PrivateKeyFile.MaximumSize, isFound: false);
        var beside = Path.ChangeExtension(file, "pem");
        var chain = CertificateFiles.Read(beside, isFound: true);
        var trust = CertificateFiles.Trust(context, parsed.GetValue(root), null, file);
        var certificate = CertificateFiles.Require(beside, chain, trust);
        if (!certificate.Subject.IsTrustedParty)
        {
            throw new UserError($"{beside} is not a trusted party's certificate: issue it with --trusted-party");
        }

        var own = ReadKeys(file, text, certificate);
        var owner = Owner(certificate.Name, trusted, served, certificate.Suite.Name, own);
        var directory = new TimelyDirectory(trust, time, context.Error);
        directory.TryAdd(beside, certificate);
        switch (parsed.GetValue(agreement), parsed.GetValue(certificates))
        {
            case ({ } agreed, null):
                var made = AgreementFile.TryAccept(
                    WholeFile.Read(agreed, AgreementFile.MaximumSize), trust, certificate, Seat.TrustedParty, out var refusal)
                    ?? throw new UserError($"{agreed}: {refusal!.Describe()}");
                directory.TryAdd(agreed, made.Sender);
                directory.TryAdd(agreed, made.Recipient);
                return new ServedParty(made.Execution(served, trusted, own, new SystemCoins(), consulted: directory),
                    $"{owner}, agreement {made.Digest}", Problem);
            case (null, { } folder):
                AddKnown(directory, context, folder, trust, certificate);
                var operations = new SuiteOperations(certificate.Suite, served, directory, own);
                return new ServedParty(
                    new Execution(served, trusted, operations, new SystemCoins(),
                        beforehand: Environment.Of(served, new Value.Name(certificate.Name))), owner, Problem);
            case (null, null):
                throw new UserError("--keys needs --certificates or --agreement: whom else it knows");
            default:
                throw new UserError("--certificates and --agreement do not go together");
        }

        string? Problem(DateTimeOffset at) =>
            directory.RefusalOf(beside, certificate, at) is { } refusal ? $"{beside} {refusal.Describe()}" : null;
    }

    private static PrivateKeys ReadKeys(string file, string text, VerifiedCertificate certificate)
    {
        var own = PrivateKeyFile.TryRead(text, certificate.Suite, certificate.Name)
            ?? throw new UserError($"{file} is not a file of private keys of the suite {certificate.Suite}");
        return certificate.IsOf(own)
            ? own
            : throw new UserError($"{file} has other keys than the certificate of {certificate.Name} beside it");
    }

    /// <summary>Everybody whose certificate holds; who has none that does is a stranger, and said to be one.</summary>
    private static void AddKnown(
        TimelyDirectory known, CommandContext context, string folder, CertificateTrust trust, VerifiedCertificate own)
    {
        var names = new List<string> { own.Name };
        foreach (var path in CertificateFiles.In(context, folder))
        {
            if (TimelyDirectory.TryVerify(CertificateFiles.Chain(path), trust, out var refusal) is not { } certificate)
            {
                context.Error.WriteLine($"left out: {path} {refusal!.Describe()}");
            }
            else if (certificate.Suite != own.Suite)
            {
                context.Error.WriteLine($"left out: {path} is of the suite {certificate.Suite}, and {own.Name} of {own.Suite}");
            }
            else if (certificate.Recognised is { Only: true } list
                && !list.Overall.Concat(list.ByType.Values.SelectMany(names => names)).Contains(own.Name))
            {
                context.Error.WriteLine(
                    $"left out: {path} says which trusted parties may be used for {certificate.Name}, and {own.Name} is none of them");
            }
            else if (names.Find(name => name != certificate.Name && Legible.AreAlike(name, certificate.Name)) is { } alike)
            {
                throw new UserError($"{path} is of {certificate.Name}, which looks like {alike}: leave the certificate of one of them "
                    + "there");
            }
            else if (!known.TryAdd(path, certificate))
            {
                throw new UserError($"{path} is a second certificate of {certificate.Name}: leave one of them there");
            }
            else
            {
                names.Add(certificate.Name);
            }
        }
    }

    /// <summary>
    /// Of what definition, too: under another one of the same name, what a store has from before would mean something else.
    /// </summary>
    private static string Owner(string name, Role.Trusted trusted, Protocol served, string suite, PrivateKeys own) =>
        $"{(name == trusted.Name.Symbol ? name : $"{name}, {trusted.Name}")} of {served}, {suite}, key "
        + $"{KeyDirectory.Of([own]).Fingerprint(name)}, "
        + $"definition {served.Digest}";
}
