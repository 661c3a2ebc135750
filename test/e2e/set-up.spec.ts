import { wrongAnswers } from './trouble'

wrongAnswers()
