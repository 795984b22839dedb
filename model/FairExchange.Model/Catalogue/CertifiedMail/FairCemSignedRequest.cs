using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: <see cref="FairCemNamed"/> where Bob signs that it is he who asks; n is a request number, U until when it stands.
/// In the paper's request everything has gone over the wire before: whoever overheard A1 and B1 asks in Bob's name. That harms nobody's
/// item, and the one property that speaks of it is who pays. Here the one who is charged has signed the request itself. The number tells a
/// request that is brought again, which is answered and not charged again, from a new one; U says how long a post office that charges must
/// know the number. Neither is looked at in the protocol, which answers a right request always. Z under the signature opens for one post
/// office, so that no other charges for it. What it costs: of the messages only B2 grows, by one signature, a number of 32 bytes and a
/// time; Bob signs and the post office verifies once more in a resolve, and a run without one costs nothing.
/// </summary>
public static class FairCemSignedRequest
{
    /// <summary>The request's number: 32 random bytes.</summary>
    private static readonly Term.Variable n = Coins("n");

    /// <summary>Until when the request stands.</summary>
    private static readonly Term.Variable U = Time("U");

    public static Protocol Protocol { get; } = FairCemNamed.Protocol
        .Derive("fair-cem-signed-request", "Fair CEM, request signed by Bob", section: "3, ours")
        .Remark("fair-cem-named where Bob signs the request itself, with its number and a time: nobody else can ask, and have him "
            + "charged, in his name.")
        .Knows(B, U)
        .BeforeSending("B2", B, b => b.Fresh(n))
        .Message("B2", VPO, Tuple(B, Z, Sign(B, Z), Sign(B, Tuple(n, U, Z))))
        .Build();
}
