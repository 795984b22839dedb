using FairExchange.Cli;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Model.Drawing;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Fuzzing;

/// <summary>Odd definitions: Build refuses them in one line, or every command can do with them what it does with the others.</summary>
public class OddDefinitionTests
{
    private static readonly Term.Variable S = Name("S"), N = Contract("N"), U = Time("U"), D = Digest("D");

    private static readonly Dictionary<string, Func<ProtocolDefinition>> Definitions = new(StringComparer.Ordinal)
    {
        ["mail"] = () => Mail(),
        ["a contract that is fresh"] = () =>
            Mail(alice: a => a.Fresh(M, N).Send("A1", B, Tuple(M, N)).Receive("B1", Sign(B, M)),
                bob: b => b.Receive("A1", Tuple(M, N)).Send("B1", A, Sign(B, M))),
        ["a contract that is the subject and fresh"] = () =>
            Mail(M: N, alice: a => a.Fresh(N).Send("A1", B, N).Receive("B1", Sign(B, N)),
                bob: b => b.Receive("A1", N).Send("B1", A, Sign(B, N))),
        ["a subject that is a name"] = () => Mail(M: S, alice: a => a.Send("A1", B, S).Receive("B1", Sign(B, S)), knows: [B, S]),
        ["a subject that is a time"] = () => Mail(M: U, alice: a => a.Send("A1", B, U).Receive("B1", Sign(B, U)), knows: [B, U]),
        ["a subject that is a key"] = () => Mail(M: K),
        ["a subject that is coins"] = () => Mail(M: r),
        ["a subject that is a ciphertext"] = () =>
            Mail(M: Z, alice: a => a.Fresh(M, r).Let(Z, Encrypt(B, M, r)).Send("A1", B, Z).Receive("B1", Sign(B, Z))),
        ["a subject that is a digest"] = () =>
            Mail(M: D, alice: a => a.Fresh(M).Let(D, Hash(M)).Send("A1", B, D).Receive("B1", Sign(B, D))),
        ["somebody else's name known"] = () => Mail(knows: [B, S]),
        ["a time known that nobody looks at"] = () => Mail(knows: [B, U]),
        ["a contract known that nobody speaks of"] = () => Mail(knows: [B, N]),
        ["no step of Alice's"] = () => Mail(alice: _ => { }),
        ["no step of Bob's"] = () => Mail(bob: _ => { }),
        ["no step at all"] = () => Mail(alice: _ => { }, bob: _ => { }),
        ["a receive for ever"] = () => Mail(alice: a => a.Fresh(M).Receive("B1", Sign(B, M)).Send("A1", B, M)),
        ["both begin with a receive"] = () =>
            Mail(alice: a => a.Receive("B0", Sign(B, B)).Fresh(M).Send("A1", B, M).Receive("B1", Sign(B, M))),
        ["a message never read"] = () => Mail(alice: a => a.Fresh(M).Send("A1", B, M).Send("A2", B, A).Receive("B1", Sign(B, M))),
        ["one label for two messages"] = () => Mail(alice: a => a.Fresh(M).Send("A1", B, A).Send("A1", B, M).Receive("B1", Sign(B, M))),
        ["one message under two labels"] = () => Mail(bob: b => b.Receive("A9", M).Send("B1", A, Sign(B, M))),
        ["a trusted party without handlers"] = () => Mail().Trusted(VPO),
        ["a trusted party that nobody can reach"] = () => Mail().Trusted(VPO, t => t.Receive("B2", M)),
        ["a trusted party that answers nothing"] = () =>
            Mail(bob: b => b.Receive("A1", M).Send("B2", VPO, M).Send("B1", A, Sign(B, M))).Channel(B, VPO, Resilient)
                .Trusted(VPO, t => t.Receive("B2", M)),
        ["two handlers alike"] = () =>
            Mail(bob: b => b.Receive("A1", M).Send("B2", VPO, M).Send("B1", A, Sign(B, M))).Channel(B, VPO, Resilient)
                .Channel(VPO, A, Resilient)
            .Trusted(VPO, t => t.Receive("B2", M).Send("VPO1", A, M), t => t.Receive("B2", M)),
        ["two trusted parties"] = () => Mail().Trusted(VPO, t => t.Receive("B2", M)).Trusted(TP, t => t.Receive("B3", M)),
        ["a channel to oneself"] = () =>
            Mail(alice: a => a.Fresh(M).Send("A0", A, M).Receive("A0", M).Send("A1", B, M).Receive("B1", Sign(B, M)))
                .Channel(A, A, Resilient),
        ["a check that always fits"] = () => Mail(bob: b => b.Receive("A1", M, check: M.Is(M)).Send("B1", A, Sign(B, M))),
        ["a handover in person between the two"] = () => Mail(channel: InPerson | Resilient),
        ["all channels private and resilient"] = () => Mail(channel: Private | Resilient),
        ["no channel back"] = () =>
            new ProtocolDefinition("odd", "Odd", "ours").About(M).Channel(A, B, Lossy).Party(A, [B], a => a.Fresh(M).Send("A1", B, M))
                .Party(B, [A], b => b.Receive("A1", M))
            .Wants(A, "receipt", Sign(B, M), $"{B} received {M}").Wants(B, "message", M),
        ["each wants the same goods"] = () => Mail(held: M, shows: null, isGoods: true),
        ["the receipt is the message itself"] = () => Mail(held: M),
        ["the receipt is one's own name"] = () => Mail(held: A),
        ["the receipt is a signature of Alice's own"] = () => Mail(held: Sign(A, M)),
        ["the receipt is a deep tower of signatures"] = () => Mail(held: Sign(B, Sign(B, Sign(B, M)))),
        ["a tuple within a tuple"] = () => Mail(held: Sign(B, Tuple(Tuple(A, B), Tuple(M, B)))),
        ["a hash of a hash"] = () => Mail(held: Sign(B, Tuple(M, Hash(Hash(M))))),
        ["words of other formats"] = () =>
            Mail(item: "let", title: "=1+1 <script>alert('1')</script> & |x| \"q\" %%{init}%%", label: "and"),
        ["a label that ends like an event"] = () => Mail(label: "A1'"),
        ["a role that is a word of the solver's"] = () =>
        {
            var T = Name("assert");
            return Mail(bob: b => b.Receive("A1", M).Send("B2", T, M).Send("B1", A, Sign(B, M))).Channel(B, T, Resilient)
                .Trusted(T, t => t.Receive("B2", M));
        },
        ["a subscriber that nobody asks"] = () => Mail().Trusted(VPO, t => t.Receive("B2", Tuple(B, M))).SubscribersOnly(VPO, B),
        ["a trusted party called as a participant"] = () => { var T = Name("Alice"); return Mail().Trusted(T, t => t.Receive("B2", M)); },
    };

    public static TheoryData<string> Kinds => [.. Definitions.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Build_refuses_it_or_every_command_takes_it(string kind)
    {
        Protocol protocol;
        try
        {
            protocol = Definitions[kind]().Build();
        }
        catch (DefinitionException refusal)
        {
            Assert.DoesNotContain('\n', refusal.Message);
            Assert.NotEqual("mail", kind);
            return;
        }

        using var folder = new TemporaryFolder();
        foreach (var args in new string[][]
        {
            ["list"], ["list", "--json"], ["show", "odd"], ["show", "odd", "--format", "mermaid"],
            ["show", "odd", "--format", "smt2", "--property", "fairness", "--party", "bob"],
            ["verify", "odd", "--sessions", "1", "--save", folder["saved"]],
            ["simulate", "odd", "--exchanges", "2", "--suite", "symbolic", "--out", folder["out"], "--detail"],
            ["simulate", "odd", "--exchanges", "1", "--evidence", folder["evidence"]],
            ["simulate", "odd", "--exchanges", "3", "--suite", "compiled", "--alice", "honest", "--bob", "honest"],
        })
        {
            AssertEndsWell(Shell.Run(context => context with { Catalogue = [protocol], Threads = 1 }, args), kind, args);
        }

        foreach (var trace in Directory.Exists(folder["saved"]) ? Directory.GetFiles(folder["saved"], "*.trace.json") : [])
        {
            string[] args = ["replay", trace];
            AssertEndsWell(Shell.Run(context => context with { Catalogue = [protocol] }, args), kind, args);
        }

        foreach (var diagram in Directory.Exists(folder["saved"]) ? Directory.GetFiles(folder["saved"], "*.mmd") : [])
        {
            MermaidSyntax.AssertValid(File.ReadAllText(diagram));
        }
    }

    private static void AssertEndsWell(Shell shell, string kind, string[] args)
    {
        Assert.True(shell.Code != ExitCode.Broken, $"{kind}: {string.Join(' ', args)}: {shell.Error}");
        Assert.True(shell.Code != 2 || shell.Error.IndexOf('\n', StringComparison.Ordinal) == shell.Error.Length - 1, shell.Error);
    }

    private static ProtocolDefinition Mail(
        Term.Variable? M = null, Action<ScriptBuilder>? alice = null, Action<ScriptBuilder>? bob = null, Term.Variable[]? knows = null,
        Term? held = null, FormattableString? shows = null,
        bool isGoods = false, string item = "receipt", string title = "Odd", string label = "A1", Assurance channel = Lossy)
    {
        var subject = M ?? FairExchange.Model.Catalogue.Symbols.M;
        var receipt = held ?? Sign(B, subject);
        return new ProtocolDefinition("odd", title, section: "ours")
            .About(subject)
            .Channel(A, B, channel).Channel(B, A, channel)
            .Party(A, knows: [.. knows ?? [B]], alice ?? (a => a.Fresh(subject).Send(label, B, subject).Receive("B1", receipt)))
            .Party(B, knows: [A], bob ?? (b => b.Receive(label, subject).Send("B1", A, receipt)))
            .Wants(A, item, receipt, shows: isGoods ? null : shows ?? $"the judge has seen it")
            .Wants(B, "message", subject);
    }
}
