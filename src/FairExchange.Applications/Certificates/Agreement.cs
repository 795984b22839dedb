using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Bulk;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Applications.Certificates;

/// <summary>
/// Two participants' certificates, the type of their transaction, and the certificate of the trusted party that follows from them.
/// Everything that is signed or encrypted in the exchange is bound to <see cref="Digest"/>: two who were shown different certificates (an
/// older one of the same participant, whose list is longer) read nothing of each other, the trusted party reads only what was meant for it
/// under this agreement, and the judge holds evidence to it.
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
        VerifiedCertificate sender, VerifiedCertificate recipient, VerifiedCertificate trustedParty, string transaction,
        out AgreementRefusal? refusal)
    {
        if (Choice.Of(sender, recipient, transaction, out refusal) is { } chosen)
        {
            refusal = trustedParty.Name != chosen ? new AgreementRefusal.NotTheChosen(chosen, trustedParty.Name)
                : !trustedParty.Subject.IsTrustedParty ? new AgreementRefusal.NoTrustedParty(chosen)
                : recipient.Suite != sender.Suite ? new AgreementRefusal.OtherSuite(Seat.Recipient, sender.Suite.Name, recipient.Suite.Name)
                : trustedParty.Suite != sender.Suite
                    ? new AgreementRefusal.OtherSuite(Seat.TrustedParty, sender.Suite.Name, trustedParty.Suite.Name)
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
    public CryptoOperations Outsider(Protocol protocol, IBulkStore? goods = null, IKeyDirectory? consulted = null) =>
        OperationsOf(protocol, null, goods, consulted);

    /// <summary>One's own part in the exchange.</summary>
    /// <exception cref="ArgumentException">The keys are not those that the agreement says, so nobody would accept what they
    /// sign.</exception>
    /// <param name="protocol">The protocol that is run.</param>
    /// <param name="role">One's part in it.</param>
    /// <param name="keys">One's own.</param>
    /// <param name="coins">Where fresh coins come from.</param>
    /// <param name="goods">Where goods lie that travel beside messages.</param>
    /// <param name="consulted">The certificates' keys, where somebody judges them anew when they are asked for.</param>
    public Execution Execution(
        Protocol protocol, Role role, PrivateKeys keys, ICoinSource coins, IBulkStore? goods = null, IKeyDirectory? consulted = null)
    {
        var certificate = this[role == protocol.First ? Seat.Sender : role == protocol.Second ? Seat.Recipient : Seat.TrustedParty];
        return certificate.Name == keys.Name && certificate.IsOf(keys)
            ? new Execution(protocol, role, OperationsOf(protocol, keys, goods, consulted), coins, beforehand: Beforehand(protocol))
            : throw new ArgumentException($"The keys of {keys.Name} are not those of the certificate of {certificate.Name}.", nameof(keys));
    }

    private SuiteOperations OperationsOf(Protocol protocol, PrivateKeys? keys, IBulkStore? goods, IKeyDirectory? consulted = null) =>
        new(Suite, protocol, consulted ?? CertificateDirectory.Of([Sender, Recipient, TrustedParty]), keys, Digest, goods);
}

/// <summary>Who has a part in an agreement.</summary>
public enum Seat
{
    /// <summary>The protocol's first party.</summary>
    Sender,

    /// <summary>Its second.</summary>
    Recipient,

    TrustedParty,
}

/// <summary>Why there is no agreement on a trusted party, or why one that somebody proposes is not taken.</summary>
public abstract record AgreementRefusal
{
    private AgreementRefusal()
    {
    }

    /// <summary>Not the one encoding of an agreement, or over the bounds.</summary>
    public sealed record Malformed : AgreementRefusal;

    /// <summary>One of the three certificates is refused.</summary>
    public sealed record BadCertificate(Seat Of, CertificateRefusal Reason) : AgreementRefusal;

    /// <summary>Keys of two suites do not go together.</summary>
    public sealed record OtherSuite(Seat Of, string Expected, string Found) : AgreementRefusal;

    /// <summary>One name in two places.</summary>
    public sealed record SameName(string Name) : AgreementRefusal;

    /// <summary>Two names that people take for one.</summary>
    public sealed record AlikeNames(string One, string Other) : AgreementRefusal;

    /// <summary>Not a word for a type of transaction.</summary>
    public sealed record BadTransaction : AgreementRefusal;

    /// <summary>Nobody whom both recognise for this type of transaction and who is none of the two.</summary>
    public sealed record NobodyInCommon(
        string Transaction, string Sender, ImmutableArray<string> SenderRecognises, string Recipient,
        ImmutableArray<string> RecipientRecognises) : AgreementRefusal;

    /// <summary>Another trusted party than the one that the two certificates choose.</summary>
    public sealed record NotTheChosen(string Chosen, string Found) : AgreementRefusal;

    /// <summary>Nobody vouches for it as a trusted party.</summary>
    public sealed record NoTrustedParty(string Name) : AgreementRefusal;

    /// <summary>
    /// The certificate in one's own seat is not one's own, or is another of one's own: an older one, say, with a longer list.
    /// </summary>
    public sealed record NotMyCertificate(Seat Seat, string Mine, string Found) : AgreementRefusal;

    /// <summary>The reason in words.</summary>
    public string Describe() => this switch
    {
        Malformed => "not the one encoding of an agreement, or too large",
        BadCertificate bad => $"the certificate of the {Say(bad.Of)} {bad.Reason.Describe()}",
        OtherSuite other => $"the certificate of the {Say(other.Of)} is of suite {other.Found}, not {other.Expected}",
        SameName same => $"{same.Name} cannot have two parts in one exchange",
        AlikeNames alike => $"{alike.One} and {alike.Other} look alike, and cannot both have a part in one exchange",
        BadTransaction => "a type of transaction is 1 to 64 lower-case letters, digits and hyphens",
        NobodyInCommon none =>
            $"no trusted party that both recognise for {none.Transaction}: {none.Sender} recognises {List(none.SenderRecognises)}, "
            + $"{none.Recipient} recognises {List(none.RecipientRecognises)}",
        NotTheChosen other => $"the certificates choose {other.Chosen} as trusted party, not {other.Found}",
        NoTrustedParty none => $"nobody vouches for {none.Name} as a trusted party",
        NotMyCertificate not => $"the certificate of the {Say(not.Seat)} is not the one in use here ({not.Found}, not {not.Mine})",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Say(Seat seat) => seat switch
    {
        Seat.Sender => "sender",
        Seat.Recipient => "recipient",
        Seat.TrustedParty => "trusted party",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string List(ImmutableArray<string> names) => names.IsEmpty ? "nobody" : string.Join(", ", names);
}

/// <summary>Types of transaction, by which a participant may list trusted parties.</summary>
public static class Transaction
{
    public const string CertifiedMail = "certified-mail";

    public const string ContractSigning = "contract-signing";

    public const string ElectronicCheck = "electronic-check";

    public const string Notice = "notice";

    public const string ElectronicSale = "electronic-sale";

    /// <summary>A word of the participants' own choice: 1 to 64 lower-case letters, digits and hyphens.</summary>
    public static bool IsType(string word) =>
        word.Length is > 0 and <= 64 && word.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
