namespace FairExchange.Runtime.Certificates;

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
