using System.Security.Cryptography;
using System.Text;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Runtime.Certificates;

/// <summary>
/// Two participants' certificates, the type of their transaction, and the certificate of the trusted party that follows from them. Everything that is signed or encrypted in the
/// exchange is bound to <see cref="Digest"/>: two who were shown different certificates (an older one of the same participant, whose list is longer) read nothing of each other,
/// the trusted party reads only what was meant for it under this agreement, and the judge holds evidence to it.
/// </summary>
public sealed record Agreement
{
    private Agreement(VerifiedCertificate sender, VerifiedCertificate recipient, VerifiedCertificate trustedParty, string transaction)
    {
        (Sender, Recipient, TrustedParty, Transaction) = (sender, recipient, trustedParty, transaction);
        // Thumbprints have one length and the type has no zero byte, so no two agreements share their bytes.
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(
            $"fair-exchange/1 agreement\0{sender.Thumbprint}{recipient.Thumbprint}{trustedParty.Thumbprint}{transaction}")));
    }

    public VerifiedCertificate Sender { get; }

    public VerifiedCertificate Recipient { get; }

    public VerifiedCertificate TrustedParty { get; }

    public string Transaction { get; }

    /// <summary>SHA-256 over the thumbprints of all three certificates and the type of transaction, in lower-case hexadecimal.</summary>
    public string Digest { get; }

    public Suite Suite => Sender.Suite;

    public VerifiedCertificate this[Seat seat] => seat switch
    {
        Seat.Sender => Sender,
        Seat.Recipient => Recipient,
        Seat.TrustedParty => TrustedParty,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <param name="sender">The protocol's first party.</param>
    /// <param name="recipient">Its second.</param>
    /// <param name="trustedParty">Must be the one that <see cref="Choice"/> finds.</param>
    /// <param name="transaction">The type of transaction.</param>
    /// <param name="refusal">Why there is no such agreement.</param>
    public static Agreement? TryMake(
        VerifiedCertificate sender, VerifiedCertificate recipient, VerifiedCertificate trustedParty, string transaction, out AgreementRefusal? refusal)
    {
        if (Choice.Of(sender, recipient, transaction, out refusal) is { } chosen)
        {
            refusal = trustedParty.Name != chosen ? new AgreementRefusal.NotTheChosen(chosen, trustedParty.Name)
                : !trustedParty.Subject.IsTrustedParty ? new AgreementRefusal.NoTrustedParty(chosen)
                : recipient.Suite != sender.Suite ? new AgreementRefusal.OtherSuite(Seat.Recipient, sender.Suite.Name, recipient.Suite.Name)
                : trustedParty.Suite != sender.Suite ? new AgreementRefusal.OtherSuite(Seat.TrustedParty, sender.Suite.Name, trustedParty.Suite.Name)
                : null;
        }

        return refusal is null ? new Agreement(sender, recipient, trustedParty, transaction) : null;
    }

    /// <summary>The names that go with it: what parties, trusted party and judge hold each other to.</summary>
    public Environment Beforehand(Protocol protocol) => Environment.Of(protocol, new Value.Name(TrustedParty.Name))
        .With(protocol.First.Name, new Value.Name(Sender.Name)).With(protocol.Second.Name, new Value.Name(Recipient.Name));

    /// <summary>For whoever has no keys: the judge.</summary>
    /// <param name="protocol">The protocol that was run.</param>
    /// <param name="goods">Where goods lie that travelled beside messages, where there are any.</param>
    /// <param name="consulted">The certificates' keys, where somebody wants to know which of them are asked for.</param>
    public CryptoOperations Outsider(Protocol protocol, IBulkStore? goods = null, IKeyDirectory? consulted = null) => OperationsOf(protocol, null, goods, consulted);

    /// <summary>One's own part in the exchange.</summary>
    /// <exception cref="ArgumentException">The keys are not those that the agreement says, so nobody would accept what they sign.</exception>
    /// <param name="protocol">The protocol that is run.</param>
    /// <param name="role">One's part in it.</param>
    /// <param name="keys">One's own.</param>
    /// <param name="coins">Where fresh coins come from.</param>
    /// <param name="goods">Where goods lie that travel beside messages.</param>
    /// <param name="consulted">The certificates' keys, where somebody judges them anew when they are asked for.</param>
    public Execution Execution(Protocol protocol, Role role, PrivateKeys keys, ICoinSource coins, IBulkStore? goods = null, IKeyDirectory? consulted = null)
    {
        var certificate = this[role == protocol.First ? Seat.Sender : role == protocol.Second ? Seat.Recipient : Seat.TrustedParty];
        return certificate.Name == keys.Name && certificate.IsOf(keys)
            ? new Execution(protocol, role, OperationsOf(protocol, keys, goods, consulted), coins, beforehand: Beforehand(protocol))
            : throw new ArgumentException($"The keys of {keys.Name} are not those of the certificate of {certificate.Name}.", nameof(keys));
    }

    private SuiteOperations OperationsOf(Protocol protocol, PrivateKeys? keys, IBulkStore? goods, IKeyDirectory? consulted = null) =>
        new(Suite, protocol, consulted ?? CertificateDirectory.Of([Sender, Recipient, TrustedParty]), keys, Digest, goods);
}
