using FairExchange.Model.Language;

namespace FairExchange.Model.Catalogue;

/// <summary>The paper's letters; made for <c>using static</c>.</summary>
public static class Symbols
{
    /// <summary>Alice: the sender (section 3), the first signer (section 1).</summary>
    public static Term.Variable A { get; } = Terms.Name("A");

    /// <summary>Bob: the recipient, the second signer.</summary>
    public static Term.Variable B { get; } = Terms.Name("B");

    /// <summary>The virtual post office (section 3).</summary>
    public static Term.Variable VPO { get; } = Terms.Name("VPO");

    /// <summary>The visible, electronic post office (section 1.2).</summary>
    public static Term.Variable PO { get; } = Terms.Name("PO");

    /// <summary>The visible trusted party of contract signing (section 1.2).</summary>
    public static Term.Variable TP { get; } = Terms.Name("TP");

    /// <summary>Alice's message.</summary>
    public static Term.Variable M { get; } = Terms.Message("M");

    /// <summary>The coins of an encryption, which the paper leaves unwritten.</summary>
    public static Term.Variable r { get; } = Terms.Coins("r");

    /// <summary>The message and names under the post office's key.</summary>
    public static Term.Variable Z { get; } = Terms.Ciphertext("Z");

    /// <summary>The cut-off time.</summary>
    public static Term.Variable T { get; } = Terms.Time("T");

    /// <summary>The key of a message that is too large for the post office (section 3, note 1).</summary>
    public static Term.Variable K { get; } = Terms.Key("K");

    /// <summary>The message under its key; C is taken.</summary>
    public static Term.Variable E { get; } = Terms.Bulk("E");

    /// <summary>The hash of E.</summary>
    public static Term.Variable h { get; } = Terms.Digest("h");

    /// <summary>The would-be contract's text.</summary>
    public static Term.Variable C { get; } = Terms.Contract("C");
}
