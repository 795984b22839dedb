using System.Collections.Immutable;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>What may be changed about fair-ecs.</summary>
[Flags]
public enum EcsChanges
{
    None = 0,

    /// <summary>C says who signs as what: (A, B, C).</summary>
    RolesInContract = 1,

    /// <summary>Bob is bound only with what opens Z.</summary>
    OpeningBindsBob = 2,

    /// <summary>B2 brings SIG_A(C, Z), and the trusted party wants the same C and Z in all of it.</summary>
    ShowsFirstSignature = 4,

    /// <summary>Z = E_TP(A, B, C, R; r).</summary>
    ContractInZ = 8,

    /// <summary>Bob signs SIG_A(C, Z) instead of (C, Z).</summary>
    Countersigns = 16,

    /// <summary>Bob signs once: no SIG_B(Z).</summary>
    OneSignature = 32,

    /// <summary>C names both parties, in no order.</summary>
    PartiesInContract = 64,
}

/// <summary>fair-ecs with a set of changes: what the search for the least change that proves fair looks at.</summary>
public static class ChangedFairEcs
{
    private static readonly Term.Variable R = Coins("R");

    /// <summary>The changes that the search combines.</summary>
    public static ImmutableArray<EcsChanges> Candidates { get; } =
        [EcsChanges.RolesInContract, EcsChanges.OpeningBindsBob, EcsChanges.ShowsFirstSignature, EcsChanges.ContractInZ,
            EcsChanges.Countersigns];

    public static Protocol With(EcsChanges changes)
    {
        var contract = changes.HasFlag(EcsChanges.RolesInContract) ? Tuple(A, B, C)
            : changes.HasFlag(EcsChanges.PartiesInContract) ? Tuple(Parties(A, B), C)
            : C;
        var seal = Encrypt(TP, changes.HasFlag(EcsChanges.ContractInZ) ? Tuple(A, B, contract, R) : Tuple(A, B, R), r);
        var answer = All(Second(Z));
        var request = Tuple([A, B, changes.HasFlag(EcsChanges.ShowsFirstSignature) ? First(Z) : Z, .. Second(Z)]);
        return new ProtocolDefinition("fair-ecs-changed", "Fair ECS, changed", section: "1, 4, ours")
            .Remark(changes.ToString())
            .About(C)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, TP, Resilient).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
            .Party(A, knows: [B, C], a => a
                .Fresh(R, r)
                .Let(Z, seal)
                .Send("A1", B, First(Z))
                .Receive("B1", answer)
                .Send("A2", B, Tuple(R, r)))
            .Party(B, knows: [A, C], b => b
                .Receive("A1", First(Z))
                .Send("B1", A, answer)
                .Receive("A2", Tuple(R, r), check: Z.Is(seal), otherwise: b => b
                    .Send("B2", TP, request)
                    .Receive("TP1", Tuple(R, r), check: Z.Is(seal))))
            .Trusted(TP, tp => tp
                .Receive("B2", request, check: Z.Is(seal))
                .Send("TP1", A, answer)
                .Send("TP1", B, Tuple(R, r)))
            .Wants(A, "contract", changes.HasFlag(EcsChanges.OpeningBindsBob)
                ? Tuple([A, B, R, r, .. Second(seal)]) : answer, shows: $"{B} signed {C}")
            .Wants(B, "contract", Tuple(A, B, R, r, First(seal)), shows: $"{A} signed {C}")
            .Build();

        Term First(Term sealedAs) => Sign(A, Tuple(contract, sealedAs));

        ImmutableArray<Term> Second(Term sealedAs)
        {
            var signed = Sign(B, changes.HasFlag(EcsChanges.Countersigns) ? First(sealedAs) : Tuple(contract, sealedAs));
            return changes.HasFlag(EcsChanges.OneSignature) ? [signed] : [signed, Sign(B, sealedAs)];
        }
    }

    private static Term All(ImmutableArray<Term> terms) => terms.Length == 1 ? terms[0] : Tuple(terms);
}
