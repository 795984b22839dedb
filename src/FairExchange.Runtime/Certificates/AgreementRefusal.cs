using System.Collections.Immutable;

namespace FairExchange.Runtime.Certificates;

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
        string Transaction, string Sender, ImmutableArray<string> SenderRecognises, string Recipient, ImmutableArray<string> RecipientRecognises) : AgreementRefusal;

    /// <summary>Another trusted party than the one that the two certificates choose.</summary>
    public sealed record NotTheChosen(string Chosen, string Found) : AgreementRefusal;

    /// <summary>Nobody vouches for it as a trusted party.</summary>
    public sealed record NoTrustedParty(string Name) : AgreementRefusal;

    /// <summary>The certificate in one's own seat is not one's own, or is another of one's own: an older one, say, with a longer list.</summary>
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
        NobodyInCommon none => $"no trusted party that both recognise for {none.Transaction}: {none.Sender} recognises {List(none.SenderRecognises)}, "
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
