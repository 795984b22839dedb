using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// Fair CEM whose Z speaks of several values more, and whose post office helps only where two of them are one;
/// Z = E_VPO(A, B, M, N1, …, Nn; r). Bob, who cannot see into Z, signs it all the same. He is wronged by whoever finds <c>n</c> different
/// values; a search with fewer finds nobody.
/// <para>A1    A → B    A, Z</para>
/// <para>B1    B → A    SIG_B(Z)</para>
/// <para>A2    A → B    M, r, N1, …, Nn</para>
/// <para>B2    B → VPO  B, Z, SIG_B(Z)                 where A2 does not come</para>
/// <para>VPO1  VPO → A  SIG_B(Z)                       where some Ni = Nj</para>
/// <para>VPO1  VPO → B  A, M, r, N1, …, Nn</para>
/// </summary>
public static class ToldApart
{
    private static readonly Term.Variable S = Name("S");

    /// <summary>The post office has a handler for each pair.</summary>
    public static Protocol ByHandlers(Sort sort, int count)
    {
        var values = Values(sort, count);
        return Of($"told-apart-{sort.ToString().ToLowerInvariant()}-{count}", sort, values,
            [.. Pairs(count).Select(pair => (Action<ScriptBuilder>)(vpo =>
        {
            Term[] same = [.. values];
            same[pair.Second] = same[pair.First];
            Help(vpo.Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Z.Is(Sealed(A, same))), same);
        }))]);
    }

    /// <summary>The post office has one handler, which compares one pair after the other.</summary>
    public static Protocol ByChecks(Sort sort, int count)
    {
        var values = Values(sort, count);
        return Of($"checked-apart-{sort.ToString().ToLowerInvariant()}-{count}", sort, values, [vpo => Compare(
            vpo.Receive("B2", Tuple(B, Z, Sign(B, Z)), check: Z.Is(Sealed(A, values))), [.. Pairs(count)])]);

        void Compare(ScriptBuilder vpo, List<(int First, int Second)> pairs)
        {
            if (pairs is [var (first, second), .. var rest])
            {
                vpo.Check(values[first].Is(values[second]), otherwise: other => Compare(other, rest));
                Help(vpo, values);
            }
        }
    }

    private static IEnumerable<(int First, int Second)> Pairs(int count) =>
        Enumerable.Range(0, count).SelectMany(second => Enumerable.Range(0, second).Select(first => (first, second)));

    private static Term.Variable[] Values(Sort sort, int count) =>
        [.. Enumerable.Range(1, count).Select(i => new Term.Variable($"N{i}", sort))];

    private static Term Sealed(Term.Variable sender, params Term[] values) => Encrypt(VPO, Tuple([sender, B, M, .. values]), r);

    private static Term Opened(Term.Variable sender, params Term[] values) => Tuple([sender, M, r, .. values]);

    private static void Help(ScriptBuilder vpo, Term[] values) => vpo.Send("VPO1", A, Sign(B, Z)).Send("VPO1", B, Opened(A, values));

    private static Protocol Of(string id, Sort sort, Term.Variable[] values, params Action<ScriptBuilder>[] handlers) =>
        new ProtocolDefinition(id, "Fair CEM, told apart", section: "ours")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: sort is Sort.Name or Sort.Contract or Sort.Time ? [B, .. values] : [B], a => Made(a.Fresh(M, r), sort, values)
            .Let(Z, Sealed(A, values))
            .Send("A1", B, Tuple(A, Z))
            .Receive("B1", Sign(B, Z))
            .Send("A2", B, Opened(A, values)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", A, Sign(B, Z))
            .Receive("A2", Opened(A, values), check: Z.Is(Sealed(A, values)), otherwise: b => b
                .Send("B2", VPO, Tuple(B, Z, Sign(B, Z)))
                .Receive("VPO1", Opened(S, values), check: Z.Is(Sealed(S, values)))))
        .Trusted(VPO, [.. handlers])
        .Wants(A, "receipt", Tuple([A, B, M, r, .. values, Sign(B, Sealed(A, values))]), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Attacked(B, Property.Fairness)
        .Build();

    /// <summary>What is not known beforehand Alice makes.</summary>
    private static ScriptBuilder Made(ScriptBuilder a, Sort sort, Term.Variable[] values)
    {
        switch (sort)
        {
            case Sort.Message or Sort.Coins or Sort.Key:
                return a.Fresh([.. values]);
            case Sort.Digest:
                return values.Aggregate(a, (script, value) => script.Let(value, Hash(Named(values, value))));
            case Sort.Ciphertext:
                return values.Aggregate(a, (script, value) => script.Let(value, Encrypt(VPO, Named(values, value), r)));
            default:
                return a;
        }
    }

    /// <summary>Another tuple for each of the values, of nothing but the post office's name.</summary>
    private static Term Named(Term.Variable[] values, Term.Variable value) =>
        Tuple([VPO, .. Enumerable.Repeat<Term>(VPO, 1 + Array.IndexOf(values, value))]);
}
