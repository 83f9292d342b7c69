// The size of letters chosen under "Tôi" holds from the first page on.
import { showLetters } from "../kit/letters.mjs";

showLetters();
