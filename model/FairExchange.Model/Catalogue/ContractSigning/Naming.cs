using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.ContractSigning;

/// <summary>Whom the contract that is signed names: a parameter on which verdicts hinge.</summary>
internal enum Naming
{
    /// <summary>C alone: "whoever signs this".</summary>
    Nobody,

    /// <summary>C and who the two parties are, in no order.</summary>
    Parties,

    /// <summary>C and which party is which.</summary>
    Roles,
}

internal static class NamingExtensions
{
    /// <summary>What is signed as the contract C.</summary>
    public static Term Contract(this Naming naming) => naming switch
    {
        Naming.Nobody => C,
        Naming.Parties => Tuple(Parties(A, B), C),
        Naming.Roles => Tuple(A, B, C),
        _ => throw new ArgumentOutOfRangeException(nameof(naming)),
    };
}
