using FairExchange.Model.Language;

namespace FairExchange.Runtime.Certificates;

/// <summary>
/// Which trusted party two participants use (section 5): a function of their certificates and the type of transaction, so that both ends, the trusted party and a judge find the same one,
/// and nothing that a channel says has a part in it.
/// </summary>
public static class Choice
{
    /// <summary>
    /// The first of the sender's that the recipient recognises too and that is none of the two, nor looks like one of them. Where it cannot be had (no certificate comes, it does not answer) there is no second
    /// choice: whoever owns the channel would make it.
    /// </summary>
    /// <returns>Its name; null with a refusal that says who recognises whom.</returns>
    public static string? Of(VerifiedCertificate sender, VerifiedCertificate recipient, string transaction, out AgreementRefusal? refusal)
    {
        if (!Transaction.IsType(transaction))
        {
            refusal = new AgreementRefusal.BadTransaction();
            return null;
        }

        if (sender.Name == recipient.Name)
        {
            refusal = new AgreementRefusal.SameName(sender.Name);
            return null;
        }

        if (Legible.AreAlike(sender.Name, recipient.Name))
        {
            refusal = new AgreementRefusal.AlikeNames(sender.Name, recipient.Name);
            return null;
        }

        var (first, second) = (sender.Recognised.For(transaction), recipient.Recognised.For(transaction));
        var chosen = first.FirstOrDefault(name => second.Contains(name) && !Legible.AreAlike(name, sender.Name) && !Legible.AreAlike(name, recipient.Name));
        refusal = chosen is null ? new AgreementRefusal.NobodyInCommon(transaction, sender.Name, first, recipient.Name, second) : null;
        return chosen;
    }
}
