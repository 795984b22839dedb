using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Impossibility;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Impossibility;

/// <summary>Certified mail over four parts: few enough to write down every protocol.</summary>
internal static class SmallRepertoire
{
    private static readonly Term Hidden = Encrypt(VPO, Tuple(A, B, M), r);

    public static ImmutableArray<Term> Parts { get; } = [M, Hidden, Sign(B, M), Sign(B, Hidden)];

    public static TermPool CertifiedMail { get; } = TermPool.CertifiedMail with { Parts = Parts };
}
