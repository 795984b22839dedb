using System.Security.Cryptography;
using FairExchange.Applications.Uses;
using FairExchange.Cli.Demos;
using FairExchange.Cryptography;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Uses;

/// <summary>One message of each kind, from Alice to Bob where nothing else is said, and companies to send them.</summary>
internal static class Samples
{
    public const long Begin = 1_768_467_600_000;

    public static readonly DateOnly Day = new(2026, 1, 15);
    public static readonly Amount Price = new(999, "USD");
    public static readonly Bytes Song = new("la la la"u8.ToArray());

    /// <summary>Noon of the 31st.</summary>
    public static readonly Value.Time Due = new(Begin + (16 * 24 * 3_600_000L) + (3 * 3_600_000L));

    public static TheoryData<string> Suites => World.Suites;

    public static TheoryData<string, string> KindsAndSuites
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (kind, suite) in new[] { "check", "notice", "order",
                "good" }.SelectMany(kind => Suite.All.Select(suite => (kind, suite.Name))))
            {
                data.Add(kind, suite);
            }

            return data;
        }
    }

    public static UseParties Mail(string suite, string sender = "Alice", string recipient = "Bob") =>
        UseParties.Of(FairCemNamed.Protocol, suite, 1, sender, recipient);

    public static UseParties TimedMail(string suite) => UseParties.Of(FairCemCutoffNamed.Protocol, suite, 1, "Alice", "Bob");

    public static PrivateKeys KeysOf(string suite, string name) => Mail(suite, name, "Nobody").KeysOf(name);

    public static KeyDirectory Directory(string suite) =>
        KeyDirectory.Of([KeysOf(suite, "Alice"), KeysOf(suite, "Bob"), KeysOf(suite, "Trudy")]);

    public static Check Check(string suite, string drawer = "Alice", string payee = "Bob") =>
        FairExchange.Applications.Uses.Check.Draw(KeysOf(suite, drawer), payee, 17, new Amount(25_000, "EUR"), Day);

    public static Notice Notice(Value.Time? due = null) => new("Alice", "Bob", due ?? Due, "The option on lot 7", "It ends on 31 March.\n");

    public static SaleOrder Order(string suite) =>
        (SaleOrder)new SaleOrder("Bob", "Alice", 1001, "birthday.abc", new Bytes(SHA256.HashData(Song.Span)), Price, Day)
            .SignedBy(KeysOf(suite, "Bob"));

    public static TypedMessage Of(string kind, string suite) => kind switch
    {
        "check" => Check(suite),
        "notice" => Notice(),
        "order" => Order(suite),
        "good" => new Good(Order(suite), Song),
        _ => throw new ArgumentException(kind),
    };

    public static Value.Message Message(TypedMessage message) => new(new Bytes(message.Encode()));
}
