using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

/// <summary>
/// Definitions grown from nothing: each message is put together from what its sender has by then, and read as far as its addressee can.
/// Most are of the three kinds that there are (against a trusted party in doubt, through a visible one, by themselves), with what is said,
/// signed, sealed, checked and wanted left to chance.
/// </summary>
internal sealed partial class Grown
{
    private static readonly Term.Variable R = Coins("R");
    private static readonly Term.Variable N = Message("N");
    private static readonly Term.Variable k = Coins("k");
    private static readonly Term.Variable Y = Ciphertext("Y");
    private static readonly Term.Variable d = Digest("d");
    private static readonly Term.Variable S = Name("S");

    private readonly Chance chance;
    private readonly Term.Variable trusted;
    private readonly bool isMail;
    private readonly List<Step> lets = [];
    private readonly List<Term.Variable> said = [];
    private readonly List<Term> opening = [];
    private readonly List<Match> checks = [];
    private readonly Dictionary<Term.Variable, Term> written = [];

    private Grown(Chance chance, bool? isMail = null)
    {
        this.chance = chance;
        trusted = OneOf(VPO, TP, PO);
        this.isMail = isMail ?? chance.Happens(0.6);
    }

    public static Draft Draw(string id, Chance chance)
    {
        var grown = new Grown(chance);
        return chance.Among(6, 2, 3, 1) switch
        {
            0 => grown.InDoubt(id),
            1 => grown.Visible(id),
            2 => grown.Freely(id),
            _ => grown.EachPair(id),
        };
    }

    private T OneOf<T>(params ReadOnlySpan<T> choices) => choices[chance.Below(choices.Length)];

    private bool Maybe(double probability) => chance.Happens(probability);

    private ImmutableArray<Term> Some(double each, params IEnumerable<Term> terms) => [.. terms.Where(_ => Maybe(each))];

    private static Term All(params IEnumerable<Term> terms) => Mutations.Several([.. terms.DefaultIfEmpty(A)]);

    private Term Shuffled(params IEnumerable<Term> terms) => All(terms.Distinct().OrderBy(_ => chance.Next()));

    /// <summary>What is written under the definition's names, for a judge who does not know them.</summary>
    private Term Written(Term term) =>
        term.Substitute(written.GetValueOrDefault) is var once && once.Equals(term)
            ? term : Written(term.Substitute(written.GetValueOrDefault));

    private static Script Waits(
        string label, Term pattern, ImmutableArray<Match> checks, Script? otherwise = null, ImmutableArray<Step> then = default) =>
        new([new Step.Receive([new Alternative(label, pattern, checks, new Script(then.IsDefault ? [] : then))], otherwise)]);

    private ImmutableArray<Channel> Channels(bool hasTrusted)
    {
        Assurance[] kinds = [Assurance.Lossy, Assurance.Resilient, Assurance.Private, Assurance.Resilient | Assurance.Private];
        return
        [
            new(A, B, kinds[chance.Among(8, 1, 1, 1)]), new(B, A, kinds[chance.Among(8, 1, 1, 1)]),
            .. hasTrusted
                ? (Channel[])[new(A, trusted, kinds[1]), new(B, trusted, kinds[chance.Among(1, 8, 0, 4)]),
                    new(trusted, A, kinds[chance.Among(1, 10, 0, 2)]), new(trusted, B, kinds[chance.Among(1, 10, 0, 2)])]
                : [],
        ];
    }

    private Item Goods(Term.Variable holder) => new(holder, "message", isMail ? M : C, null);

    /// <summary>A signature with what a judge needs beside it, or with less or more.</summary>
    private Item Evidence(Term.Variable holder, Term shown)
    {
        var (peer, term) = (holder == A ? B : A, Written(shown));
        var needs = term.OpaqueParts().Concat(term.SelfAndParts().OfType<Term.Parties>()).SelectMany(part => part.Variables())
            .Where(variable => variable != trusted);
        var beside = ((Term[])[.. Some(0.8, A, B), .. needs, .. Some(0.5, isMail ? M : C)]).Distinct()
            .Where(part => !Mutations.Items(term).Contains(part)).ToList();
        var whole = beside.Count == 0 ? term : Tuple([.. beside, .. Mutations.Items(term)]);
        return new Item(holder, holder == A && isMail ? "receipt" : "contract", whole, Shown(whole));

        FormattableString Shown(Term held) =>
            held.Variables().Contains(isMail ? M : C)
                ? (FormattableString)$"{peer.Symbol} signed {(isMail ? M : C)}" : $"{peer.Symbol} signed";
    }
}
