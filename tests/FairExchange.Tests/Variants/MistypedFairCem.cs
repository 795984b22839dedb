using System.Collections.Immutable;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>fair-cem-named, proved fair to both, with one name of it mistyped: A for B, or B for another.</summary>
public sealed class MistypedFairCem
{
    private static readonly Term.Variable S = Name("S");
    private readonly string? mistyped;
    private readonly List<string> places = [];

    private MistypedFairCem(string? mistyped) => this.mistyped = mistyped;

    /// <summary>Every place of the definition where a name is written: the step, what it is in, and which name.</summary>
    public static ImmutableArray<string> Places
    {
        get
        {
            var definition = new MistypedFairCem(null);
            definition.Write().Build();
            return [.. definition.places];
        }
    }

    /// <exception cref="DefinitionException">The checker notices.</exception>
    public static Protocol At(string place) => new MistypedFairCem(place).Write().Build();

    private Term.Variable At(string place, Term.Variable name)
    {
        place = $"{place}: {name}";
        places.Add(place);
        return place != mistyped ? name : name == B ? A : B;
    }

    private Term SealedBy(string place, Term.Variable sender) => Encrypt(VPO, Tuple(At($"{place} Z", sender), At($"{place} Z", B), M), r);

    private ProtocolDefinition Write() => new ProtocolDefinition("fair-cem-mistyped", "Fair CEM, mistyped", section: "3, ours")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [At("A knows", B)], a => a
            .Fresh(M, r)
            .Let(Z, SealedBy("A1", A))
            .Send("A1", At("A1 to", B), Tuple(At("A1", A), Z))
            .Receive("B1", Sign(At("A awaits B1 signed by", B), Z))
            .Send("A2", At("A2 to", B), Tuple(M, r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(At("B awaits A1", A), Z))
            .Send("B1", At("B1 to", A), Sign(At("B1 signed by", B), Z))
            .Receive("A2", Tuple(M, r), check: Z.Is(SealedBy("B awaits A2", A)), otherwise: b => b
                .Send("B2", VPO, Tuple(At("B2", B), Z, Sign(At("B2 signed by", B), Z)))
                .Receive("VPO1", Tuple(At("B awaits VPO1", S), M, r), check: Z.Is(SealedBy("B awaits VPO1", S)))))
        .Trusted(VPO, vpo => vpo
            .Receive("B2", Tuple(At("VPO awaits B2", B), Z, Sign(At("VPO awaits B2 signed by", B), Z)),
                check: Z.Is(SealedBy("VPO awaits B2", A)))
            .Send("VPO1", At("VPO1 receipt to", A), Sign(At("VPO1 receipt signed by", B), Z))
            .Send("VPO1", At("VPO1 message to", B), Tuple(At("VPO1 message", A), M, r)))
        .Wants(A, "receipt", Tuple(At("receipt", A), At("receipt", B), M, r, Sign(At("receipt signed by", B), SealedBy("receipt", A))),
            shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Proved(A, Property.Fairness)
        .Proved(B, Property.Fairness)
        .Proved(Property.Effectiveness)
        .Proved(Property.Optimism);
}
