namespace EmoMusic.ComposeMusic;

/// <summary>Major, quick, bright, staccato.</summary>
internal static class HappyScores
{
    public static IReadOnlyList<Track> Tracks { get; } =
    [
        new("happy", "Morning on Maple Street", "Pop", 116, "F", "4i4 8A6 8B7 8A8 4o7")
        {
            A = new("I V vi IV I V IV,V I",
                "3q 3e 4e 5q. 3e 2q 7,e 2e 5h", "6q 6e 5e 3q. 1e 4q 4e 3e 2h", "4e 5e 6e 5e 4e 3e 2q 1h. rq"),
            B = new("IV V iii vi ii V IV,V I",
                "6q. 5e 6e 5e 1'q 7q. 5e 5h", "5q. 4e 5e 4e 7q 6q. 5e 3h", "6e 6e 5e 6e 7e 7e 6e 7e 1'h. rq"),
            Parts =
            [
                Comp(SteelGuitar, "X-.-x-ox.-x-x-xo", octave: 4, volume: 84, pan: 34),
                Comp(Piano, "x-x-x-x-x-x-x-x-", octave: 4, volume: 92, pan: 88, from: 6),
                Bass(FingerBass, "1---1.--5---1-a-", "1---1.8-1---5-a-", from: 4),
                Lead(Whistle, 5, volume: 84, @in: "Ao"), Lead(Flute, 5, volume: 82, pan: 56, @in: "B"),
                Lead(Glockenspiel, 5, volume: 82, pan: 84, from: 7),
                Lead(Flute, 5, volume: 66, pan: 44, from: 8, shift: -2, @in: "A"),
                Counter(Strings, 4, volume: 90, from: 7),
            ],
            Drums =
            [
                "Kick 5-9 x.....x.x.....x. x.....x.x.x.....", "Snare 6-9 ....X..o.o..X...", "Hat 4-7 XoxoXoxoXoxoXoxo",
                "Ride 8-9 X.xoX.xoX.xoX.xo", "Tambourine 6-9 x.oxx.oxx.oxx.ox", "Clap 8-9 ....x.......x...",
            ],
        },
        new("happy", "Confetti Machine", "Dance", 124, "A", "4i5 8A6 8B8 4d5 8B9 4o8")
        {
            Artist = "EmoMusic Machine",
            Human = 0.3,
            Pumps = true,
            A = new("I IV vi V I IV IV,V I",
                "3e 3e 5e 3e re 2e 1q 4e 4e 6e 4e re 5e 6q", "6e 6e 1'e 6e re 5e 3q 2e 2e 5e 2e re 3e 2q",
                "4e 4e 6e 4e 5e 5e 7e 5e 1'q. 5e 1'q rq"),
            B = new("I V IV V I V IV,V I",
                "1'q. 7e 5q 3q 7q. 6e 5h", "6q. 5e 4q 6q 5e 4e 2e 4e 5h", "6e 5e 6e 1'e 7e 6e 7e 2'e 1'q. 5e 1'q rq"),
            Parts =
            [
                Comp(BrightPiano, "x--x--x---x-x---", octave: 4, volume: 118, pan: 48),
                Comp(Saw, "..x-..x-..x-..x-", octave: 4, volume: 50, pan: 86, from: 6),
                Comp(Strings, "x---------------", octave: 5, volume: 82, pan: 40, from: 5),
                Bass(SynthBass, "..1-..1-..1-..8-", "1.811.811.811.8a", volume: 108, from: 5),
                Lead(Square, 4, volume: 66, pan: 70, from: 6), Lead(Saw, 5, volume: 46, pan: 54, from: 8),
                Comp(Marimba, "4.3.2.3.4.3.2.35", octave: 5, volume: 100, pan: 100, from: 8),
                Riser(),
            ],
            Kit = 24,
            Drums =
            [
                "Kick 5-9 X...X...X...X...", "Clap 6-9 ....X.......X...", "OpenHat 6-9 ..x...x...x...x.",
                "Hat 5-9 x.oxx.oxx.oxx.ox",
                "Snare 9-9 ..............oo", "Tambourine 8-9 ..x...x...x...x.",
            ],
        },
        new("happy", "Good Shoes", "Funk", 106, "Bb", "2i6 8A6 8B7 8A8 4o8")
        {
            Artist = "EmoMusic Big Band",
            Swing = 0.12,
            SwungPair = 0.5,
            A = new("I6 vi7 IV6 V9 I6 vi7 ii7,V7 I6",
                "1'e re 6s 5s 3e re 5e 6q 1'e re 6s 5s 3e re 2e 1q",
                "4e re 6s 5s 4e re 6e 1'q 5e re 4s 3s 2e re 4e 5q",
                "6e 6s 5s 4e 2e 5e 5s 4s 2e 7,e 1e re 5e 6e 1'q rq"),
            B = new("IV6 IV6 iii7 vi7 ii7 ii7 ii7,V7 I6",
                "1'q. 6e 5e 6e 1'q 6h rq 5e 6e", "7q. 5e 3e 5e 7q 6h rq 3e 5e",
                "4e 6e 1'e 6e 7e 5e 4e 2e 1e re 5e 6e 1'q rq"),
            Parts =
            [
                Bass(SlapBass, "1..1..8.1.1..57a 1..1..8.1.5.6.8.", "1--.8..1..1.5.8a", volume: 127),
                Comp(Clavinet, "x.ox.xo.x.ox.xox", octave: 4, volume: 66, pan: 30),
                Comp(MutedGuitar, "o.xoo.xoo.xoo.xo", octave: 4, volume: 92, pan: 100),
                Comp(Rhodes, "x-------..x-----", octave: 4, volume: 56, pan: 50, from: 7),
                Lead(AltoSax, 5, volume: 98, pan: 60, @in: "Ao"),
                Lead(Trumpet, 5, volume: 78, pan: 76, @in: "ABo", from: 7),
                Lead(Trombone, 4, volume: 78, pan: 44, from: 7, @in: "B"),
                Comp(Brass, "X.......o.....X. X.....X.........", octave: 4, volume: 72, pan: 74, from: 8),
            ],
            Drums =
            [
                "Kick 5-9 x..x......x..x.. x.x.......x..x..", "Snare 5-9 ....X..o.o..X..o", "Hat 5-9 XoxoXoxoXoxoX.x.",
                "OpenHat 7-9 .............x..", "Conga 7-9 ..x...xx..x...x.",
            ],
        },
    ];
}
