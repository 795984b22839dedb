using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Language;

namespace FairExchange.Model.Catalogue;

/// <summary>Every protocol of the harness, the paper's first, each followed by the entries that vary it.</summary>
public static class Entries
{
    public static ImmutableArray<Protocol> All { get; } =
    [
        HonestCem.Protocol,
        HonestEcs.Protocol,
        HonestEcs.Unnamed,
        Cem0.Protocol,
        Cem0.Unwitnessed,
        Cem0.OpenLink,
        Cem0SignedRequest.Protocol,
        Ecs0.Protocol,
        Ecs0.Parties,
        Ecs0.Unnamed,
        Ecs0.OpenLink,
        FairCem.Protocol,
        FairCemNamed.Protocol,
        FairCemSignedRequest.Protocol,
        FairCemCutoff.Protocol,
        FairCemCutoffNamed.Protocol,
        FairCemPrivate.Protocol,
        FairCemPrivateNamed.Protocol,
        FairCemBulk.Protocol,
        FairCemBulkBound.Protocol,
        FairCemSubscribed.Protocol,
        FairCemSubscribed.Unsubscribed,
        FairCemCrashing.Protocol,
        FairCemCrashing.MessageFirst,
        FairCemCutoffCrashing.Protocol,
        FairCemCutoffCrashing.Forgetful,
        FairEcs.Protocol,
        FairEcsBound.Protocol,
        AsokanShoupWaidner.Protocol,
    ];

    public static bool TryFind(string id, [NotNullWhen(true)] out Protocol? protocol) =>
        (protocol = All.FirstOrDefault(entry => entry.Id == id)) is not null;
}
