// Most of a test's time is a script's start, on one core: the classes run beside each other.
[assembly: AssemblyFixture(typeof(EmoMusic.Scripts.Tests.Scripts))]
