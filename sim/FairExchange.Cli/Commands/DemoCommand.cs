namespace FairExchange.Cli.Commands;

/// <summary><c>demo check|notice|sale</c>: the paper's uses of certified mail (section 4), in words, with evidence for the judge.</summary>
internal sealed class DemoCommand : Verb
{
    public DemoCommand(Surroundings around)
        : base("demo", "Plays a use of certified mail on real bytes, in words, and writes evidence for judge: a check, a notice with a deadline, a sale.",
            "demo check",
            "demo notice --stops recipient",
            "demo sale --price '9.99 USD' --out sale")
    {
        Subcommands.Add(new DemoCheckCommand(around));
        Subcommands.Add(new DemoNoticeCommand(around));
        Subcommands.Add(new DemoSaleCommand(around));
    }
}
